"""Incidents as an app."""

from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "lerna.privacy.incidents"
    label = "incidents"

    def ready(self) -> None:
        import_module("lerna.privacy.incidents.scope.blocks")  # says whom incidents block
        import_module("lerna.privacy.incidents.checks")  # registers the system check of the file of incidents
