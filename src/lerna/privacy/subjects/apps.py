"""Data subjects as an app: its checks, the guard before each connection, and the purposes after each migration."""

from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class SubjectsConfig(AppConfig):
    name = "lerna.privacy.subjects"
    label = "subjects"

    def ready(self) -> None:
        from lerna.privacy.subjects.guard import install_guard  # the models must be loaded first

        import_module("lerna.privacy.subjects.checks")  # registers the system checks
        connection_created.connect(install_guard, dispatch_uid="lerna.guard")
        # The only ones that know when tables have changed are migrations, Django's command and the launcher's alike.
        post_migrate.connect(_sync_purposes, sender=self, dispatch_uid="lerna.purposes")


def _sync_purposes(*, using: str, **_kwargs: object) -> None:
    from lerna.privacy.subjects.access.sync import sync

    if using == "default":
        sync(connections[using])
