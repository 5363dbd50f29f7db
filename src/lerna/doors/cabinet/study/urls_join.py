"""A free course is joined and left; apart from the courses' own addresses, where any word may be a lesson's key."""

from django.urls import path

from lerna.doors.cabinet.study import views_join

urlpatterns = [
    path("<slug:course>/<slug:run>/", views_join.join, name="join"),
    path("<slug:course>/<slug:run>/leave/", views_join.leave, name="leave_run"),
]
