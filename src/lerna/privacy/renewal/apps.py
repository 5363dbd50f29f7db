"""Renewal as an app."""

from django.apps import AppConfig


class RenewalConfig(AppConfig):
    name = "lerna.privacy.renewal"
    label = "renewal"
    policy_commands = "lerna.privacy.renewal.commands"  # `./lerna policy` finds these beside its own
