"""The gallery of components, in each language."""

from django.urls import path

from lerna.doors.look import views

app_name = "kit"
urlpatterns = [
    path("", views.gallery, name="gallery"),
]
