"""Learning as an app."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "lerna.school.learning"
    label = "learning"
