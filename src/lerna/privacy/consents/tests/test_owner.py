"""Not even the role that owns the tables changes a proof; retention deletes one only by saying so."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster

pytestmark = pytest.mark.django_db

CHANGES = (
    "update consents_consent set given_at = given_at - interval '1 year'",
    "update consents_consent set contents = ''",
    "update consents_ending set cause = 'expired'",
    "update consents_showntext set text = 'I agree to everything'",
    "truncate consents_consent cascade",
    "truncate consents_showntext cascade",
)


@pytest.fixture
def owner(cluster: Cluster, pytestconfig: pytest.Config) -> Iterator[psycopg.Connection]:
    """A connection of the role that owns the tables."""
    with psycopg.connect(
        host=str(cluster.sockets),
        dbname=connection.settings_dict["NAME"],
        user=roles.OWNER,
        password=(Path(pytestconfig.rootpath) / "var" / "test" / roles.OWNER).read_text().strip(),
    ) as owner:
        owner.execute("set lock_timeout = '5s'")
        yield owner
        owner.rollback()


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("maintenance", ["", "retention"])
@pytest.mark.parametrize("sql", CHANGES)
def test_the_owner_changes_nothing_of_a_proof(owner: psycopg.Connection, sql: str, maintenance: str) -> None:
    owner.execute("select set_config('lerna.maintenance', %s, true)", [maintenance])
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"):
        owner.execute(sql)


@pytest.mark.parametrize(
    "sql", ["delete from consents_ending", "delete from consents_consent", "delete from consents_showntext"]
)
def test_a_proof_is_deleted_only_by_who_says_why(owner: psycopg.Connection, sql: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"), owner.transaction():
        owner.execute(sql)
    owner.execute("select set_config('lerna.maintenance', 'retention', true)")
    assert owner.execute(sql).rowcount == 0, "there is none"
