"""Quizzes as an app."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "lerna.school.learning.quizzes"
    label = "quizzes"
