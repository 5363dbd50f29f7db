"""Records as an app."""

from importlib import import_module

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lerna.privacy.records"
    label = "records"

    def ready(self) -> None:
        import_module("lerna.privacy.records.checks")  # registers the system check
