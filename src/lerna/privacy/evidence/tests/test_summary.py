"""What the ledger says of each clause, in one query, and of one company alone."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lerna.kit import clock
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.summary import summarize_clauses
from lerna.privacy.evidence.tests.ledger import AIGERIM, BORIS, Ledger
from lerna.privacy.evidence.vocabulary import Actor, Operation

EVER = datetime(2026, 1, 1, tzinfo=clock.ZONE)


def add(ledger: Ledger, clause: str, subject: object, operation: Operation = Operation.TRANSFER) -> int:
    return record(
        company=ledger.newskills, operation=operation, clause=clause, actor=Actor.JOB, subject=subject,
        now=clock.now(),
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.clause("11.2")
def test_a_clause_has_its_latest_entry_and_those_of_its_items(ledger: Ledger) -> None:
    add(ledger, "9.4", AIGERIM)
    add(ledger, "9.4-б", AIGERIM)
    last = add(ledger, "9.4-в", BORIS, Operation.RECIPIENT_TOLD)
    add(ledger, "9.41", BORIS)
    found = summarize_clauses(ledger.newskills, ["9.4", "9.4-б", "9.6"], EVER)
    assert set(found) == {"9.4", "9.4-б"}
    assert (found["9.4"].entry, found["9.4"].operation) == (last, Operation.RECIPIENT_TOLD)
    assert (found["9.4"].entries, found["9.4"].people) == (3, 2)
    assert (found["9.4-б"].entries, found["9.4-б"].people) == (1, 1)


@pytest.mark.clause("11.2")
def test_it_says_which_block_seals_the_entry_or_that_it_waits(ledger: Ledger) -> None:
    ledger.add(5)
    headers = ledger.seal(block_size=2)
    ledger.add(1, company=ledger.kerbez)
    found = summarize_clauses(ledger.newskills, ["7.1-г"], EVER)["7.1-г"]
    assert found.block == headers[-1].number
    ledger.add(1)
    assert summarize_clauses(ledger.newskills, ["7.1-г"], EVER)["7.1-г"].block is None


def test_what_came_before_the_day_is_proof_and_no_figure(ledger: Ledger) -> None:
    ledger.add(2)
    found = summarize_clauses(ledger.newskills, ["7.1-г"], clock.now() + timedelta(days=1))["7.1-г"]
    assert (found.entries, found.people) == (0, 0)


def test_another_company_s_entries_are_none_of_ours(ledger: Ledger) -> None:
    ledger.add(3, company=ledger.kerbez)
    assert summarize_clauses(ledger.newskills, ["7.1-г"], EVER) == {}


def test_it_takes_one_query_however_many_clauses(ledger: Ledger) -> None:
    for clause in ("6.5", "7.1-г", "9.4"):
        add(ledger, clause, AIGERIM)
        with CaptureQueriesContext(connection) as queries:
            summarize_clauses(ledger.newskills, ["6.5", "7.1-г", "9.4"], EVER)
        assert len(queries) == 1
