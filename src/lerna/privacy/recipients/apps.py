"""Third parties as an app."""

from django.apps import AppConfig


class RecipientsConfig(AppConfig):
    name = "lerna.privacy.recipients"
    label = "recipients"
