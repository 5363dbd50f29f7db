"""Requests as an app."""

from importlib import import_module

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "lerna.privacy.requests"
    label = "requests"

    def ready(self) -> None:
        import_module("lerna.privacy.requests.answers.blocking")  # says whom requests block
        import_module("lerna.privacy.requests.checks")  # registers the system check of the kinds
