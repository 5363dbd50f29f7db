"""Search as an app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lerna.school.catalogue.search"
    label = "search"
