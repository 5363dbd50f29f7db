"""Signals: what is over a threshold opens one incident, tells the staff, and doesn't storm."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from lerna.companies.models import Company
from lerna.kit.datafile import DataFileError
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.models import Danger, Incident, Nature, Tally
from lerna.privacy.incidents.operations import close_incident
from lerna.privacy.incidents.queries import describe_finding, find_scope
from lerna.privacy.incidents.rules import Signal, load_rules, read_rules
from lerna.privacy.incidents.signals.detection import detect
from lerna.privacy.incidents.signals.tallies import count_sign, slot_of
from lerna.privacy.incidents.telling import remind_staff
from lerna.privacy.incidents.tests.conftest import (
    AT_ONCE,
    BY_VERA,
    MALLORY,
    NOW,
    VERA,
    Look,
    judge,
    letters_to,
    steps_of,
)
from lerna.privacy.subjects.models import DataSubject

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TEN_MINUTES = timedelta(minutes=10)


def watch(company: Company, now: object = NOW) -> tuple[Incident, ...]:
    return detect(company=company, now=now, patience=AT_ONCE)  # type: ignore[arg-type]


@pytest.mark.clause("8.3", "11.1")
def test_who_looks_at_too_much_is_noticed_with_whose_data_it_is(
    look: Look, newskills: Company, aigerim: DataSubject, quralay: DataSubject, vera: DataSubject
) -> None:
    look(aigerim, times=199)
    assert watch(newskills) == ()
    look(quralay)
    look(quralay, by=VERA)
    (incident,) = watch(newskills)
    assert (incident.signal, incident.about, incident.nature) == ("mass-looks", str(MALLORY), Nature.CONFIDENTIALITY)
    assert describe_finding(incident, "en") == "One member of staff looked at people's data 200 times within 24 hours."
    scope = find_scope(incident)
    assert scope
    assert (scope.people, scope.acts, scope.categories) == (2, 200, ["identity", "contact", "appeals"])
    assert letters_to(vera) == ["incident-found"]
    assert steps_of(incident) == ["found", "scoped", "staff-told"]


@pytest.mark.clause("8.3")
def test_the_same_is_noticed_once_and_speaks_again_when_it_has_doubled(
    look: Look, newskills: Company, aigerim: DataSubject, vera: DataSubject
) -> None:
    look(aigerim, times=200)
    (incident,) = watch(newskills)
    look(aigerim, times=199)
    assert watch(newskills) == watch(newskills) == ()
    look(aigerim)
    assert [again.pk for again in watch(newskills)] == [incident.pk]
    assert Incident.objects.count() == 1
    assert steps_of(incident) == ["found", "scoped", "staff-told", "seen-again", "scoped"]
    assert letters_to(vera) == ["incident-found"]


@pytest.mark.clause("8.3")
def test_a_false_alarm_is_not_raised_again_by_what_is_settled(newskills: Company) -> None:
    count_sign(company=newskills, signal=Signal.FAILED_DECRYPTIONS, now=NOW, count=5)
    (incident,) = watch(newskills)
    judge(incident, Danger.NONE, reasons="Восстановлена старая база ключей.")
    close_incident(company=newskills, incident_id=incident.pk, note="", hand=BY_VERA, now=NOW + timedelta(minutes=1))
    later = NOW + TEN_MINUTES
    assert watch(newskills, later) == ()
    count_sign(company=newskills, signal=Signal.FAILED_DECRYPTIONS, now=later, count=3)
    (another,) = watch(newskills, later)
    assert another.pk != incident.pk
    assert another.sign_count == 3


def test_slowly_is_noticed_by_the_day_and_slower_not_at_all(newskills: Company, kerbez: Company) -> None:
    rules = load_rules().signals[Signal.REFUSED_READS]
    each = rules.per_hour - 1
    for hour in range(6):
        now = NOW + timedelta(hours=2 * hour)
        count_sign(company=newskills, signal=Signal.REFUSED_READS, about="manager", now=now, count=each)
        count_sign(company=kerbez, signal=Signal.REFUSED_READS, about="manager", now=now)
        assert bool(watch(newskills, now)) == (each * (hour + 1) >= rules.per_day and each * hour < rules.per_day)
        assert watch(kerbez, now) == ()


def test_what_is_older_than_a_day_counts_no_more_and_is_forgotten(newskills: Company) -> None:
    count_sign(company=newskills, signal=Signal.LOGIN_STORM, now=NOW, count=399)
    count_sign(company=newskills, signal=Signal.LOGIN_STORM, now=NOW + timedelta(hours=25), count=2)
    assert watch(newskills, NOW + timedelta(hours=25)) == ()
    watch(newskills, NOW + timedelta(days=3))
    assert [tally.slot for tally in Tally.objects.all()] == [slot_of(NOW + timedelta(hours=25))]


def test_exports_are_counted_for_the_whole_company(newskills: Company, aigerim: DataSubject) -> None:
    for _ in range(30):
        record(
            company=newskills, operation=Operation.EXPORT, clause="6.2", actor=Actor.PERSON, now=NOW, subject=aigerim.pk
        )  # fmt: skip
    (incident,) = watch(newskills)
    scope = find_scope(incident)
    assert scope
    assert (incident.about, scope.people, scope.acts) == ("company", 1, 30)
    assert "payment" in scope.categories, "an export holds everything"


def test_the_ledger_is_read_on_from_where_it_was_left(
    look: Look, newskills: Company, aigerim: DataSubject, django_assert_num_queries: object
) -> None:
    look(aigerim, times=150)
    watch(newskills)
    watch(newskills)
    assert Tally.objects.get().count == 150
    with django_assert_num_queries(9):  # type: ignore[operator]
        watch(newskills)
    look(aigerim, times=3, at=NOW + TEN_MINUTES)
    watch(newskills, NOW + TEN_MINUTES)
    assert sorted(Tally.objects.values_list("count", flat=True)) == [3, 150]


def test_a_young_entry_waits_for_older_ones_that_commit_later(
    look: Look, newskills: Company, aigerim: DataSubject
) -> None:
    look(aigerim, times=200)
    assert detect(company=newskills, now=NOW) == ()
    assert not Tally.objects.exists()


@pytest.mark.clause("11.1")
def test_the_staff_hear_before_the_term_ends_and_after_it(newskills: Company, vera: DataSubject) -> None:
    count_sign(company=newskills, signal=Signal.EVIDENCE_MISMATCH, now=NOW)
    (incident,) = watch(newskills)
    assert incident.due_at
    before = incident.due_at - timedelta(hours=23)
    assert remind_staff(company=newskills, now=NOW) == 0
    assert [remind_staff(company=newskills, now=before) for _ in range(2)] == [1, 0]
    assert [remind_staff(company=newskills, now=incident.due_at) for _ in range(2)] == [1, 0]
    assert letters_to(vera) == ["incident-found", "incident-due", "incident-due"]
    assert steps_of(incident)[-2:] == ["reminded", "late"]


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ('key = "mass-looks"', 'key = "mass-exports"', '"mass-exports" stands here twice.'),
        ('key = "login-storm"', 'key = "storm"', '"storm" isn\'t known for "key"'),
        ("per_day = 1000", "per_day = 100", '"per_day" is 100; it must be 200 or more.'),
        ("{count} раз за сутки просила", "много раз просила", '"found" says "{count}" once in each language.'),
        ('key = "availability"', 'key = "integrity"', '"integrity" stands here twice.'),
        ("at_once_minutes = 60", "at_once_minute = 60", '"at_once_minutes" is missing here.'),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path: Path, was: str, becomes: str, sentence: str) -> None:
    text = (settings.LERNA_POLICIES / "incidents.toml").read_text()
    assert was in text
    (tmp_path / "incidents.toml").write_text(text.replace(was, becomes, 1))
    with pytest.raises(DataFileError) as caught:
        read_rules(tmp_path / "incidents.toml")
    assert sentence in str(caught.value)
