"""Data subjects as an app: its checks, and the guard before each connection."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SubjectsConfig(AppConfig):
    name = "lerna.privacy.subjects"
    label = "subjects"

    def ready(self) -> None:
        from lerna.privacy.subjects.guard import install_guard  # the models must be loaded first

        import_module("lerna.privacy.subjects.checks")  # registers the system checks
        connection_created.connect(install_guard, dispatch_uid="lerna.guard")
