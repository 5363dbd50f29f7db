"""The configuration as an app: its management commands and system checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lerna.config"
    label = "lerna_config"
