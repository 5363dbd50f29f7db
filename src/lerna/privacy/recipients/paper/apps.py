"""Paper as an app."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "lerna.privacy.recipients.paper"
    label = "paper"
