"""A server of one's own: what is refused, with which words, and that the application gets little."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lerna.config.launch.server import ServerError, prepare_server
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster

PASSWORD = "Vera's:p@ss/word"
NAMES = ("shop_owner", "shop_app", "shop_strong", "shop_maker")


@pytest.fixture
def shop(cluster: Cluster, worker_id: str) -> Iterator[str]:
    """A database with roles as an administrator may have made them; gives its name."""
    name = f"shop_{worker_id}"
    options = {"shop_owner": "", "shop_app": "", "shop_strong": "bypassrls", "shop_maker": "createrole"}
    with cluster.connect() as connection:
        _clean(connection, name)
        for role, option in options.items():
            connection.execute(
                f"create role {role}_{worker_id} login password '{PASSWORD.replace(chr(39), chr(39) * 2)}' {option}"
            )
        connection.execute(f"create database {name} owner shop_owner_{worker_id}")
        yield name
        _clean(connection, name)


def _clean(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    connection.execute(f"drop database if exists {name} with (force)")
    for role in NAMES:
        connection.execute(f"drop role if exists {role}_{name.removeprefix('shop_')}")


def url(cluster: Cluster, role: str, shop: str) -> str:
    return cluster.url(user=f"{role}_{shop.removeprefix('shop_')}", password=PASSWORD, database=shop)


def test_two_roles_are_taken_as_they_are(cluster: Cluster, shop: str, tmp_path: Path) -> None:
    app, owner = url(cluster, "shop_app", shop), url(cluster, "shop_owner", shop)
    assert prepare_server(app, owner, secrets=tmp_path) == (app, owner)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("create table note (id int)")
    with psycopg.connect(app, autocommit=True) as connection:
        connection.execute("insert into note values (1)")
        for refused in ("drop table note", "truncate note", "create table mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused.encode())


def test_a_right_taken_away_stays_taken_away(cluster: Cluster, shop: str, tmp_path: Path) -> None:
    app, owner = url(cluster, "shop_app", shop), url(cluster, "shop_owner", shop)
    prepare_server(app, owner, secrets=tmp_path)
    role = f"shop_app_{shop.removeprefix('shop_')}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("create table evidence (id int)")
        connection.execute(f"revoke update, delete on evidence from {role}".encode())
    prepare_server(app, owner, secrets=tmp_path)
    with psycopg.connect(app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("delete from evidence")


@pytest.mark.parametrize(
    ("app", "owner", "sentence"),
    [
        ("shop_owner", "shop_owner", "give DATABASE_URL a role of its own"),
        ("shop_owner", None, "may not make roles.*create role lerna_app"),
        ("shop_maker", None, "already has a role lerna_app, which shop_maker.* did not make"),
        ("shop_strong", "shop_owner", "alter role shop_strong.* nosuperuser nobypassrls"),
        ("shop_app", "shop_maker", "alter database shop_.* owner to shop_maker"),
        ("shop_app", "nobody", "did not let nobody"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_remedy(  # noqa: PLR0913 -- two fixtures and tmp_path, three values of a case
    cluster: Cluster, shop: str, tmp_path: Path, *, app: str, owner: str | None, sentence: str
) -> None:
    with pytest.raises(ServerError, match=f"(?s){sentence}") as refusal:
        prepare_server(url(cluster, app, shop), url(cluster, owner, shop) if owner else None, secrets=tmp_path)
    assert PASSWORD not in str(refusal.value)
    assert "p%40ss" not in str(refusal.value)


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="Check DATABASE_URL"):
        prepare_server("postgresql://vera:secret@127.0.0.1:1/none", None, secrets=tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://vera:p@xyzzy/plugh@db/lerna",
        "postgresql://vera:p@xyzzy@plugh.invalid/lerna",
        "postgresql://vera:se:xyzzy/x@db/y",
        "mysql://a:b@c/d",
        "vera",
    ],
)
def test_a_url_that_is_none_is_refused_without_a_piece_of_its_password(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(ServerError) as refusal:
        prepare_server(wrong, None, secrets=tmp_path)
    assert "xyzzy" not in str(refusal.value)
    assert "plugh" not in str(refusal.value)


def test_a_role_made_by_a_mere_maker_of_roles_can_be_set_right_again(cluster: Cluster, shop: str) -> None:
    """A real server's owner is seldom superuser, and every start sets the application's password anew."""
    role = f"shop_later_{shop.removeprefix('shop_')}"
    with psycopg.connect(url(cluster, "shop_maker", shop), autocommit=True) as connection:
        connection.execute(f"create role {role} login".encode())
        try:
            roles.ensure_role(connection, role, password=PASSWORD, options=roles.OPTIONS[roles.APP])
            roles.ensure_role(connection, role, password=PASSWORD, options=roles.OPTIONS[roles.APP])
        finally:
            connection.execute(f"drop role {role}".encode())
