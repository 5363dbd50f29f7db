"""Third parties as an app."""

from importlib import import_module

from django.apps import AppConfig


class RecipientsConfig(AppConfig):
    name = "lerna.privacy.recipients"
    label = "recipients"

    def ready(self) -> None:
        import_module("lerna.privacy.recipients.checks")  # registers the system check of the register's files
