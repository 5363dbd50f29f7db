"""Works at the desk."""

from django.urls import path

from lerna.doors.desk.works import views

urlpatterns = [
    path("", views.queue, name="works"),
    path("phrases/", views.phrases, name="work_phrases"),
    path("files/<uuid:number>/", views.file, name="work_file"),
    path("<uuid:number>/", views.work, name="work"),
    path("<uuid:number>/review/", views.review, name="work_review"),
    path("<uuid:number>/release/", views.release, name="work_release"),
]
