"""What every test stands on: a real PostgreSQL, the application's own role, a folder of its own."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from django.utils import translation
from psycopg import sql
from pytest_django import DjangoDbBlocker

from lerna.config.locale import compile_catalogs
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret
from lerna.config.routers import apps_to_migrate

ROOT = Path(__file__).resolve().parent
TEST_FOLDER = ROOT / "var" / "test"
_MADE_OF = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
_FILLED_BY_TESTS = "select tablename from pg_tables where schemaname = 'public' and tablename <> all(%s)"
_FILLED_BY_MIGRATIONS = ["django_migrations", "django_content_type", "auth_permission"]
Copy = Callable[[str, str], None]  # from this database to that one


def pytest_configure() -> None:
    """Before any test module is read: what the launcher makes before the first page.

    Compiled translations, because Django keeps those it found first, and the folder where whitenoise looks. A password
    costs its owner's patience in use; here a hash of the same kind costs nothing.
    """
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
    compile_catalogs()
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The tests' own server; it stays up between runs, because starting one takes longer than a room's tests."""
    TEST_FOLDER.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(TEST_FOLDER / "postgres", durable=False)
    with (TEST_FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster.start()
    return cluster


@pytest.fixture(scope="session")
def migrated(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """By alias, a database that its owner has migrated and nobody is connected to: what the others are copied from.

    Kept between runs, and made anew by the first process that comes after anything has changed that it is made of.
    """
    names = {"default": "lerna_test_migrated", "keys": "lerna_test_migrated_keys"}
    passwords = {role: read_or_make_secret(TEST_FOLDER / role) for role in (roles.OWNER, roles.APP)}
    made_of = _fingerprint()
    with (TEST_FOLDER / "lock").open("w") as lock, cluster.connect() as root:
        fcntl.flock(lock, fcntl.LOCK_EX)  # also because the purposes' roles are the whole server's
        if root.execute(_MADE_OF, [names["keys"]]).fetchone() != (made_of,):
            roles.ensure_roles(root, passwords=passwords)
            with django_db_blocker.unblock(), override_settings(LERNA_DATABASE_ROLE="owner"):
                for alias, name in names.items():
                    root.execute(f'drop database if exists "{name}" with (force)'.encode())
                    roles.ensure_database(root, name)
                    with cluster.connect(name) as inside:
                        roles.grant_application(inside, database=name)
                    _connect_as(roles.OWNER, passwords[roles.OWNER], alias, name, cluster)
                    call_command("migrate", *apps_to_migrate(alias), database=alias, verbosity=0)
                    connections[alias].close()
            root.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(names["keys"]), made_of))
    return names


def _fingerprint() -> str:
    """Of our code and law, and of the packages' versions: of whatever a migrated database can come from."""
    law = [*(ROOT / "policies").rglob("*.toml"), *(ROOT / "locks").glob("*.txt")]
    code = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    digest = hashlib.sha256()
    for path in sorted([Path(__file__), *law, *code]):
        digest.update(b"%s\0%s\0" % (bytes(path), path.read_bytes()))
    return digest.hexdigest()


@pytest.fixture(scope="session")
def copy_database(cluster: Cluster) -> Copy:
    """Makes a database from another one, that nobody may be connected to, with the same rights."""

    def copy(template: str, name: str) -> None:
        with cluster.connect() as root:
            root.execute(f'drop database if exists "{name}" with (force)'.encode())
            root.execute(f'create database "{name}" template "{template}" owner {roles.OWNER}'.encode())
            root.execute(f'revoke all on database "{name}" from public'.encode())
            root.execute(f'grant connect, temporary on database "{name}" to {roles.APP}'.encode())

    return copy


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, migrated: dict[str, str], copy_database: Copy) -> None:
    """A database of one's own, used as the application's role: rights are tested by every test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    for alias, ending in (("default", ""), ("keys", "_keys")):
        name = f"lerna_test_{worker}{ending}"
        copy_database(migrated[alias], name)
        _connect_as(roles.APP, read_or_make_secret(TEST_FOLDER / roles.APP), alias, name, cluster)


def _connect_as(user: str, password: str, alias: str, name: str, cluster: Cluster) -> None:
    connection = connections[alias]
    connection.close()
    connection.settings_dict |= {
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": str(cluster.sockets),
        "PORT": "",
    }
    connection.settings_dict["OPTIONS"].pop("pool", None)


@pytest.fixture
def committed(cluster: Cluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001
    """Real commits, which other connections and processes see; afterwards the superuser empties every table.

    Every one, because the application may not, and because a row left over is another test's riddle.
    """
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    for alias in ("default", "keys"):
        with cluster.connect(str(connections[alias].settings_dict["NAME"])) as admin:
            admin.execute("set session_replication_role = replica")  # evidence refuses even a truncation
            tables = admin.execute(_FILLED_BY_TESTS, [_FILLED_BY_MIGRATIONS]).fetchall()
            listed = sql.SQL(", ").join(sql.Identifier(str(name)) for (name,) in tables)
            admin.execute(sql.SQL("truncate {} cascade").format(listed))


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A test begins in the site's first language, whatever page the one before it had opened."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """What a test writes lands in its own folder."""
    settings.LERNA_VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The shared reference files; without them a test skips, but in CI it fails."""
    folder = Path(os.environ.get("LERNA_SHARED") or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        sentence = f"The shared files are not at {folder}; set LERNA_SHARED to the folder that holds seeds/."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _quiet_end() -> Iterator[None]:
    yield
    connections.close_all()


@pytest.fixture
def owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:  # noqa: ARG001
    """A connection of the tables' owner, in a transaction that is rolled back; for tests that use no other."""
    password = read_or_make_secret(TEST_FOLDER / roles.OWNER)
    wrapper = connections["default"].copy(alias="owner")
    wrapper.settings_dict |= {"USER": roles.OWNER, "PASSWORD": password}
    connections["owner"] = wrapper
    connections.settings["owner"] = wrapper.settings_dict
    with django_db_blocker.unblock(), override_settings(LERNA_DATABASE_ROLE="owner"):
        try:
            with transaction.atomic(using="owner"):
                with wrapper.cursor() as cursor:
                    cursor.execute("set local lock_timeout = '5s'")
                yield wrapper
                transaction.set_rollback(True, using="owner")
        finally:
            wrapper.close()
            del connections["owner"]
            del connections.settings["owner"]
