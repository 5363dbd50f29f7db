"""Quizzes, below `desk/quizzes/`."""

from django.urls import path

from lerna.doors.desk.quizzes import views

urlpatterns = [
    path("", views.quizzes, name="quizzes"),
    path("<int:lesson>/<str:block>/", views.quiz, name="quiz"),
]
