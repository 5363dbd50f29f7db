"""Letters as an app: its checks are registered when it is ready."""

from importlib import import_module

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "lerna.privacy.letters"
    label = "letters"

    def ready(self) -> None:
        import_module("lerna.privacy.letters.checks")
