"""Which database a table lives in: people's keys in one of their own, with its own backups; else the main one."""

from django.db.models import Model

KEYS = "keys"


class KeysRouter:
    """The app `keys` is in the database `keys`, and nothing else is."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str | None:
        """The database of this model."""
        return KEYS if model._meta.app_label == KEYS else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: object) -> bool:
        """May this app's tables be made in that database?"""
        return (app_label == KEYS) == (db == KEYS)


def apps_to_migrate(alias: str) -> tuple[str, ...]:
    """What `migrate` is told for this database: the app `keys` for its own, nothing, which means all, for the main one.

    The router would refuse the others' tables there, but only after Django had gone through all their history.
    """
    return (KEYS,) if alias == KEYS else ()
