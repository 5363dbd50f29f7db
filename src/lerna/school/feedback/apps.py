"""Talk about courses as an app: comments and reviews. Messages and complaints are an app of their own."""

from importlib import import_module

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "lerna.school.feedback"
    label = "feedback"

    def ready(self) -> None:
        import_module("lerna.school.feedback.published")  # says what is public here, and how it is removed
