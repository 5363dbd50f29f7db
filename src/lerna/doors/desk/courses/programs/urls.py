"""Programs at the desk."""

from django.urls import path

from lerna.doors.desk.courses.programs import views

urlpatterns = [
    path("programs/", views.programs, name="programs"),
    path("new-program/", views.new, name="new_program"),
    path("programs/<slug:key>/", views.program, name="program"),
]
