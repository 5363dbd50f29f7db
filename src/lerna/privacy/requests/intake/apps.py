"""Intake as an app within the room of requests: two tables of its own, and the checks of words and accounts."""

from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "lerna.privacy.requests.intake"
    label = "intake"

    def ready(self) -> None:
        import_module("lerna.privacy.requests.intake.checks")
