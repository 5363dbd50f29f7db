"""Addresses of the catalogue."""

from django.urls import path

from lerna.doors.storefront.courses import views
from lerna.doors.storefront.courses.practice import practice_quiz

urlpatterns = [
    path("courses/", views.catalog, name="courses"),
    path("courses/<slug:key>/", views.course, name="course"),
    path("courses/<slug:key>/<slug:lesson_key>/", views.free_lesson, name="free_lesson"),
    path("courses/<slug:key>/<slug:lesson_key>/practice/<str:block>/", practice_quiz, name="practice"),
    path("programs/<slug:key>/", views.program, name="program"),
]
