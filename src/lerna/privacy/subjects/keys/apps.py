"""The database of keys as an app: its tables live there and nowhere else (`lerna.config.routers`)."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "lerna.privacy.subjects.keys"
    label = "keys"
