"""The public door of every site."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "lerna.doors.storefront"
    label = "storefront"
