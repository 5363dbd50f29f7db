"""A room that the software doesn't have: its table stands while a module's tests run."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret
from lerna.privacy.lifecycle import datamap
from lerna.privacy.lifecycle.erasing.plan import make_plan
from lerna.privacy.lifecycle.tests.contacts import DATA_MAP, Contact
from lerna.privacy.subjects.access.sync import sync
from lerna.privacy.subjects.discovery import tables_by_name


@pytest.fixture(scope="module")
def contacts(cluster: Cluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[type[Contact]]:
    """Brings the table with its rights, and takes both away again."""
    del django_db_setup
    owner = connections["default"].copy(alias="default")
    owner.settings_dict |= {
        "USER": roles.OWNER,
        "PASSWORD": read_or_make_secret(cluster.folder.parent / roles.OWNER),
    }
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(datamap, "DATA_MAP", DATA_MAP, raising=False)
        _forget_tables()
        with override_settings(LERNA_DATABASE_ROLE="owner"), owner.schema_editor() as editor:
            editor.create_model(Contact)
        sync(owner)
        yield Contact
        with override_settings(LERNA_DATABASE_ROLE="owner"), owner.schema_editor() as editor:
            editor.delete_model(Contact)
        patch.undo()
        _forget_tables()
        sync(owner)
        owner.close()


def _forget_tables() -> None:
    tables_by_name.cache_clear()
    make_plan.cache_clear()
