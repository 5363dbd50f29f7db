"""The catalogue as an app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "lerna.school.catalogue"
    label = "catalogue"
