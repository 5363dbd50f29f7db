"""Programs at the desk."""

from django.urls import path

from lerna.doors.desk.courses.programs import views

urlpatterns = [
    path("", views.programs, name="programs"),
    path("new/", views.new, name="new_program"),
    path("<slug:key>/", views.program, name="program"),
]
