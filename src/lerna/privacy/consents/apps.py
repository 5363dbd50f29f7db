"""Consents as an app."""

from importlib import import_module

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "lerna.privacy.consents"
    label = "consents"

    def ready(self) -> None:
        import_module("lerna.privacy.consents.checks")  # registers the system check of the words
