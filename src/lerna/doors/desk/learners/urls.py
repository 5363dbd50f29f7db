"""Learners at the desk; a run by its course's key and its own."""

from django.urls import path

from lerna.doors.desk.learners import views

urlpatterns = [
    path("", views.runs, name="learners"),
    path("<slug:course>/<slug:run>/", views.run, name="run_learners"),
    path("<slug:course>/<slug:run>/leave/", views.leave, name="end_enrollment"),
]
