"""Consents to transfers abroad as an app."""

from django.apps import AppConfig


class AbroadConfig(AppConfig):
    name = "lerna.privacy.recipients.abroad"
    label = "abroad"
