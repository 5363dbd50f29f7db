"""No entry is missed that another transaction commits late: with real commits, on two connections."""

import time
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import connections

from lerna.companies.models import Company
from lerna.config.postgres.cluster import Cluster
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.duties.fence import move_fence
from lerna.privacy.recipients.models import Position
from lerna.privacy.recipients.tests.conftest import NOW

PATIENCE = 60  # seconds
_INSERT = "insert into evidence_entry (company_id, at, line) values (%s, %s, %s) returning id"


@pytest.fixture
def db(committed: None) -> None:
    """Instead of pytest-django's own transaction, of which another connection sees nothing."""


@pytest.fixture
def slow(cluster: Cluster, newskills: Company) -> Iterator[psycopg.Connection]:  # noqa: ARG001 -- committed first
    """A transaction of another connection that is under way."""
    with cluster.connect(str(connections["default"].settings_dict["NAME"])) as other:
        other.execute("begin")
        yield other


def write(company: Company) -> int:
    return record(company=company, operation=Operation.BLOCK, clause="6.5", actor=Actor.STAFF, now=NOW)


def move_until(company: Company, entry: int) -> bool:
    """Whether the fence comes so far. Other databases of the server hold it too, where a test may be writing."""
    end = time.monotonic() + PATIENCE
    while move_fence(company) != entry:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_an_entry_that_is_committed_late_is_waited_for(newskills: Company, slow: psycopg.Connection) -> None:
    early = write(newskills)
    move_fence(newskills)
    line = '{"operation":"block","clause":"6.5","actor":"staff"}'
    [(late,)] = slow.execute(_INSERT, [newskills.pk, NOW, line]).fetchall()
    last = write(newskills)
    assert early < late < last
    assert move_until(newskills, early)
    assert [move_fence(newskills) for _ in range(3)] == [early] * 3, "somebody is still writing below the last one"
    slow.execute("commit")
    assert move_until(newskills, last)
    assert list(derive_duties(company=newskills, up_to=last, now=NOW + timedelta(minutes=1))) == []
    assert Position.objects.get(company=newskills).entry == last
