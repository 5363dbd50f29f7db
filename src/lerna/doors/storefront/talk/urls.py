"""The feedback form and the complaint."""

from django.urls import path

from lerna.doors.storefront.talk import reports, views

urlpatterns = [
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/thanks/", views.feedback_thanks, name="feedback_thanks"),
    path("feedback/thanks/<str:token>/", views.feedback_thanks, name="feedback_thanks"),
    path("reviews/<uuid:review>/report/", reports.report_review, name="review_report"),
    path("complaint/", views.complain, name="complain"),
    path("complaint/thanks/", views.complaint_thanks, name="complaint_thanks"),
    path("complaint/<str:token>/", views.complaint, name="complaint"),
]
