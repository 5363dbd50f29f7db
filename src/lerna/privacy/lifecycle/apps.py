"""The room as an app: its check is registered when it is ready."""

from importlib import import_module

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    name = "lerna.privacy.lifecycle"
    label = "lifecycle"

    def ready(self) -> None:
        import_module("lerna.privacy.lifecycle.exporting.words")
