"""Disclosures as an app."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "lerna.privacy.recipients.disclosures"
    label = "disclosures"
