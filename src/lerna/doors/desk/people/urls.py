"""People at the desk; no address names a person."""

from django.urls import path

from lerna.doors.desk.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("<uuid:look_id>/", views.person, name="person"),
    path("<uuid:look_id>/ask/<slug:kind>/", views.ask, name="person_ask"),
]
