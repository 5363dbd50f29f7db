"""The database of an installation: the embedded one, or the real server that DATABASE_URL names."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lerna.config import places
from lerna.config.launch.keys import prepare_keys
from lerna.config.launch.run_lock import SharedUse
from lerna.config.launch.server import prepare_server
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Urls:
    """The connections of an installation: two roles in the main database, the same two in that of the keys."""

    app: str
    owner: str
    keys_app: str
    keys_owner: str

    def environment(self, role: str) -> dict[str, str]:
        """The environment of a child that may act as `role` and knows nothing of the other."""
        variables = set(places.URL_VARIABLES.values())
        child = {name: value for name, value in os.environ.items() if name not in variables}
        return child | {
            "LERNA_DATABASE_ROLE": role,
            places.url_variable("default", role): getattr(self, role),
            places.url_variable("keys", role): getattr(self, f"keys_{role}"),
        }


def cluster_of(var: Path) -> Cluster:
    """The embedded server of a data folder."""
    return Cluster(var / "postgres")


@contextmanager
def database_in_use(var: Path, say: Say) -> Iterator[Urls]:
    """The database, ready and with both roles, for a block. An embedded server stops with its last user.

    Raises ClusterError, NoPostgresError or ServerError, each with a sentence and the remedy.
    """
    if url := os.environ.get("DATABASE_URL"):
        app, owner = prepare_server(url, os.environ.get("DATABASE_OWNER_URL"), secrets=var / "secrets")
        keys_app, keys_owner = prepare_keys(app, owner, secrets=var / "secrets")
        yield Urls(app, owner, keys_app, keys_owner)
        return
    with server_in_use(var, say) as cluster:
        yield _prepare_embedded(cluster, var)


@contextmanager
def server_in_use(var: Path, say: Say) -> Iterator[Cluster]:
    """The embedded server, running for a block; its last user stops it."""
    cluster = cluster_of(var)
    use = SharedUse(var / "run", "database")
    try:
        with use.gate():
            use.join()
            cluster.start(say)
        yield cluster
    finally:
        with use.gate():
            if use.leave():
                cluster.stop()
        use.close()


def _prepare_embedded(cluster: Cluster, var: Path) -> Urls:
    passwords = {role: read_or_make_secret(var / "secrets" / f"{role}-password") for role in (roles.OWNER, roles.APP)}
    with cluster.connect() as connection:
        roles.ensure_roles(connection, passwords=passwords)
        for name in places.DATABASES.values():
            roles.ensure_database(connection, name)
    urls = {}
    for alias, name in places.DATABASES.items():
        with cluster.connect(name) as connection:
            roles.grant_application(connection, database=name)
        for role, user in (("app", roles.APP), ("owner", roles.OWNER)):
            urls[alias, role] = cluster.url(user=user, password=passwords[user], database=name)
            places.write_private(places.url_file(var, role, alias), urls[alias, role])
    return Urls(urls["default", "app"], urls["default", "owner"], urls["keys", "app"], urls["keys", "owner"])
