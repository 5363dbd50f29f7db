"""The policy as data: terms, texts, versions (clauses 1, 3, 7, 11.4)."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "lerna.privacy.policy"
    label = "policy"
