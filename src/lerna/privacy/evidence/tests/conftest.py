"""A ledger in a database of its own: entries must be committed to be sealed, and can't be cleaned away afterwards."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret
from lerna.kit import clock
from lerna.privacy.evidence.tests.ledger import Connect, Ledger


@pytest.fixture
def scratch(  # noqa: PLR0913, PLR0917 -- fixtures
    cluster: Cluster,
    django_db_setup: None,  # that Django knows the server
    migrated: dict[str, str],
    copy_database: Callable[[str, str], None],
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[Connect]:
    """Django on an empty database as the application's role; gives what connects to it as superuser."""
    del django_db_setup
    name = f"lerna_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_scratch"
    copy_database(migrated["default"], name)
    with django_db_blocker.unblock(), _connected(pytestconfig, name, roles.APP):
        yield lambda: cluster.connect(name)
    with cluster.connect() as root:
        root.execute(f'drop database "{name}" with (force)'.encode())


@pytest.fixture
def ledger(scratch: Connect) -> Ledger:
    load_companies(
        files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")),
        now=datetime(2026, 11, 23, tzinfo=clock.ZONE),
    )
    return Ledger(Company.objects.get(slug="newskills"), Company.objects.get(slug="kerbez-agy"), scratch)


class _connected:  # noqa: N801 -- used as a block
    """Django's connection as this role on this database, and back as it was."""

    def __init__(self, pytestconfig: pytest.Config, name: str, role: str) -> None:
        secret = read_or_make_secret(pytestconfig.rootpath / "var" / "test" / role)
        self._wanted = {"NAME": name, "USER": role, "PASSWORD": secret}

    def __enter__(self) -> None:
        connection = connections["default"]
        connection.close()
        self._before = {key: connection.settings_dict[key] for key in self._wanted}
        connection.settings_dict |= self._wanted

    def __exit__(self, *_: object) -> None:
        connection = connections["default"]
        connection.close()
        connection.settings_dict |= self._before


@pytest.fixture
def in_thread() -> Iterator[Callable[[Callable[[], object]], Future[object]]]:
    """Starts something in a thread with a connection of its own, which ends with it."""

    def run(work: Callable[[], object]) -> object:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as threads:
        yield lambda work: threads.submit(run, work)
