"""Messages and complaints as an app."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "lerna.school.feedback.appeals"
    label = "appeals"
