"""What ends by its term is counted before it goes, once, and read without its rare groups (clause 8.4-ж)."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import add_months
from lerna.privacy.lifecycle.erasing.act import write_act
from lerna.privacy.lifecycle.erasure import advance, continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Clock, ErasureRun, Ground, Tally
from lerna.privacy.lifecycle.operations import depersonalize_people, say_farewell
from lerna.privacy.lifecycle.retention import find_due, run_retention
from lerna.privacy.lifecycle.tallies.reading import NoStatisticsError, read_statistics, suppress_rare
from lerna.privacy.lifecycle.tests.contacts import Contact
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import forbid
from lerna.privacy.subjects.processing import processing

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("contacts")]
NOW = clock.now()
TODAY = clock.local_day(NOW)
SPRING = datetime(2026, 2, 28, 22, 0, tzinfo=UTC)  # already March in Kazakhstan
Register = Callable[..., DataSubject]


def keep(person: DataSubject, channel: str = "site", added_at: datetime = SPRING) -> None:
    with processing(Purpose.CONSULTING, company=person.company, reason="test"):
        Contact.objects.create(subject=person, channel=channel, added_at=added_at)


def end(person: DataSubject, ground: Ground) -> ErasureRun:
    run = start_erasure(company=person.company, people=[person.pk], ground=ground, actor=Actor.JOB, now=NOW)
    list(continue_erasure(run=run, now=NOW))
    return run


def read_tallies() -> list[tuple[str, date, dict[str, str], int]]:
    return list(Tally.objects.order_by("month", "count").values_list("source", "month", "combination", "count"))


@pytest.mark.clause("8.4-ж")
@pytest.mark.parametrize("ground", Ground)
def test_only_what_ends_by_term_or_by_the_companys_own_wish_is_counted(aigerim: DataSubject, ground: Ground) -> None:
    for channel in ("site", "site", "phone"):
        keep(aigerim, channel)
    end(aigerim, ground)
    march = date(2026, 3, 1)
    counted = [
        ("contacts_contact", march, {"channel": "phone"}, 1),
        ("contacts_contact", march, {"channel": "site"}, 2),
    ]
    assert read_tallies() == (counted if ground in {Ground.TERM, Ground.DEPERSONALIZED} else [])


def test_the_same_combination_adds_up(newskills: Company, aigerim: DataSubject, register: Register) -> None:
    vera = register(newskills, {"name": "Вера"})
    for person in (aigerim, vera):
        keep(person)
        end(person, Ground.TERM)
    assert [count for *_, count in read_tallies()] == [2]


@pytest.mark.clause("8.4-ж")
def test_retention_counts_what_its_term_ended_and_not_what_was_withdrawn(
    newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    vera = register(newskills, {"name": "Вера"})
    keep(aigerim)
    keep(vera)
    forbid(subject=vera, purposes=[Purpose.CONSULTING])
    on = add_months(TODAY, 36)
    assert {(due.ground, due.people) for due in find_due(newskills, on)} == {
        (Ground.TERM, (aigerim.pk,)), (Ground.WITHDRAWN, (vera.pk,))
    }  # fmt: skip
    for run in run_retention(company=newskills, now=NOW, on=on):
        list(continue_erasure(run=run, now=NOW))
    assert [count for *_, count in read_tallies()] == [1]
    assert {entry.clause for entry in Entry.objects.filter(operation=Operation.DESTROY)} == {"7.3", "6.5"}


def test_whoever_withdrew_something_that_is_still_there_is_not_counted(newskills: Company, register: Register) -> None:
    person = register(newskills, {"name": "Айгерім"}, [Purpose.MARKETING])
    keep(person)
    forbid(subject=person, purposes=[Purpose.CONSULTING])
    Clock.objects.filter(subject=person.pk, ended_on=None).update(last_on=add_months(TODAY, -36))
    for run in run_retention(company=newskills, now=NOW, on=TODAY):
        assert run.ground == Ground.TERM
        list(continue_erasure(run=run, now=NOW))
    assert read_tallies() == []


def test_whoever_is_leaving_is_not_counted_even_if_the_company_asks(newskills: Company, aigerim: DataSubject) -> None:
    keep(aigerim)
    say_farewell(subject=aigerim, now=NOW)
    run = depersonalize_people(company=newskills, people=[aigerim.pk], actor=Actor.STAFF, now=NOW)
    list(continue_erasure(run=run, now=NOW))
    assert run.finished_at
    assert read_tallies() == []


def test_a_step_that_is_repeated_counts_nothing_twice(newskills: Company, aigerim: DataSubject) -> None:
    keep(aigerim)
    run = depersonalize_people(company=newskills, people=[aigerim.pk], actor=Actor.STAFF, now=NOW)
    stale = run.batches.get()
    advance(batch=run.batches.get(), run=run, now=NOW)
    advance(batch=stale, run=run, now=NOW)
    list(continue_erasure(run=run, now=NOW))
    assert [count for *_, count in read_tallies()] == [1]


def test_evidence_and_act_say_that_rows_were_counted_and_name_nobody(newskills: Company, aigerim: DataSubject) -> None:
    keep(aigerim)
    run = end(aigerim, Ground.TERM)
    (entry,) = Entry.objects.filter(company=newskills, operation=Operation.DEPERSONALIZE)
    assert (entry.clause, entry.subject, read_line(entry)["details"]["rows"]) == ("8.4-ж", None, 1)
    page = write_act(run, "en")
    assert "What was depersonalized" in page
    assert "contacts_contact" in page
    assert str(aigerim.pk) not in page


def test_a_rare_group_is_not_shown_and_is_counted(newskills: Company) -> None:
    smallest = read_times().smallest_group
    for channel, month, count in (
        ("site", 3, smallest),
        ("site", 4, smallest),
        ("phone", 3, smallest - 1),
        ("fair", 4, 1),
    ):
        Tally.objects.create(company=newskills, source="contacts_contact", month=date(2026, month, 1),
                             combination={"channel": channel}, count=count)  # fmt: skip
    found = read_statistics(newskills, source="contacts_contact", by=["channel"])
    assert [(group.said, group.rows) for group in found.groups] == [({"channel": "site"}, 2 * smallest)]
    assert (found.suppressed_groups, found.suppressed_rows) == (2, smallest)
    april = read_statistics(newskills, source="contacts_contact", by=["month", "channel"], since=date(2026, 4, 9))
    assert april.groups == (), "to show the one would tell how small the other is"
    assert april.suppressed_rows == smallest + 1
    with pytest.raises(NoStatisticsError, match="isn't counted by email"):
        read_statistics(newskills, source="contacts_contact", by=["email"])


def test_another_companys_counts_are_its_own(kerbez: Company, aigerim: DataSubject) -> None:
    keep(aigerim)
    end(aigerim, Ground.TERM)
    assert read_statistics(kerbez, source="contacts_contact", by=["channel"]).suppressed_rows == 0


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 40), max_size=12), st.integers(2, 15))
def test_nothing_small_is_shown_or_follows_by_subtraction(counts: dict[str, int], smallest: int) -> None:
    found = suppress_rare(Counter({(("word", word),): count for word, count in counts.items()}), smallest)
    assert all(group.rows >= smallest for group in found.groups)
    assert sum(group.rows for group in found.groups) + found.suppressed_rows == sum(counts.values())
    assert len(found.groups) + found.suppressed_groups == len(counts)
    assert not found.groups or found.suppressed_rows == 0 or found.suppressed_rows >= smallest


def test_the_commands_preview_do_and_read(newskills: Company, aigerim: DataSubject) -> None:
    keep(aigerim)
    out = StringIO()
    call_command("erase", str(aigerim.pk), "--dry-run", stdout=out)
    assert "counts" not in out.getvalue(), "a demand counts nothing"
    call_command("erase", str(aigerim.pk), "--ground", "depersonalized", "--dry-run", stdout=out)
    assert "counts contacts_contact: 1 rows, by channel" in out.getvalue()
    assert read_tallies() == []
    call_command("erase", str(aigerim.pk), "--ground", "depersonalized", "--yes", stdout=out)
    assert len(read_tallies()) == 1
    words = ["retention", "statistics", "--company", newskills.slug, "--source", "contacts_contact", "--by"]
    call_command(*words, "channel", stdout=out)
    assert "1  in 1 groups that are too small to show" in out.getvalue()
    with pytest.raises(CommandError, match="isn't counted by age"):
        call_command(*words, "age", stdout=out)


def test_the_days_of_a_withdrawal_are_waited_for(newskills: Company, aigerim: DataSubject) -> None:
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    wait = timedelta(days=read_times().ended_days)
    assert [due.ground for due in find_due(newskills, TODAY + wait)] == [Ground.WITHDRAWN]
