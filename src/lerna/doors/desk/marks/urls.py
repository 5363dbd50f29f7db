"""Marks at the desk; a run by its number, a learner by their enrollment's."""

from django.urls import path

from lerna.doors.desk.marks import views

urlpatterns = [
    path("", views.runs, name="marks"),
    path("<int:run>/", views.gradebook, name="gradebook"),
    path("<int:run>/export/<slug:kind>/", views.export, name="gradebook_export"),
    path("<int:run>/<uuid:number>/", views.learner, name="learner_marks"),
]
