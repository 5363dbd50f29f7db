"""The policy as data: terms, texts, versions (clauses 1, 3, 7, 11.4)."""

from importlib import import_module

from django.apps import AppConfig

from lerna.privacy.policy.stores.declared import check_stores


class PolicyConfig(AppConfig):
    name = "lerna.privacy.policy"
    label = "policy"

    def ready(self) -> None:
        import_module("lerna.privacy.policy.checks")  # registers the system check
        check_stores()  # which is none: a web process runs no system check, and must not start either
