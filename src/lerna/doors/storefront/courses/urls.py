"""Addresses of the catalogue."""

from django.urls import path

from lerna.doors.storefront.courses import views

urlpatterns = [
    path("courses/", views.catalog, name="courses"),
    path("courses/<slug:key>/", views.course, name="course"),
    path("courses/<slug:key>/<slug:lesson_key>/", views.free_lesson, name="free_lesson"),
    path("programs/<slug:key>/", views.program, name="program"),
]
