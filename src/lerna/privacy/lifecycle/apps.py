"""The room as an app."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    name = "lerna.privacy.lifecycle"
    label = "lifecycle"
