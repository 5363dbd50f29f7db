"""Accounts as an app."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lerna.accounts"
    label = "accounts"

    def ready(self) -> None:
        import_module("lerna.accounts.told")  # says whom of the staff other rooms tell
