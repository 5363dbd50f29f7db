"""The policy as data: terms, texts, versions (clauses 1, 3, 7, 11.4)."""

from importlib import import_module

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "lerna.privacy.policy"
    label = "policy"

    def ready(self) -> None:
        import_module("lerna.privacy.policy.checks")  # registers the system check
