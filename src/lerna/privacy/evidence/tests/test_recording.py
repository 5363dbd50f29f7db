"""What may be recorded, and what can't be: nothing that names a person gets in, by the operation or past it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.privacy.evidence.acts import LARGEST_NUMBER, Act, PersonalValueError, write_body
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.operations import record, record_many
from lerna.privacy.evidence.queries import find_latest, list_about, read_line
from lerna.privacy.evidence.tests.ledger import AIGERIM, BORIS
from lerna.privacy.evidence.vocabulary import DETAILS, Actor, Kind, Operation

HASH = "0123456789" * 6 + "abcd"
Record = Callable[..., int]


@pytest.fixture
def newskills(db: None) -> Company:
    del db
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=clock.now())
    return Company.objects.get(slug="newskills")


@pytest.fixture
def write(newskills: Company) -> Record:
    def write(**columns: object) -> int:
        known = {
            "company": newskills,
            "operation": Operation.USE,
            "clause": "6.5",
            "actor": Actor.JOB,
            "now": clock.now(),
        }
        return record(**known | columns)

    return write


@pytest.mark.clause("2.4")
@pytest.mark.parametrize("operation", Operation)
def test_every_operation_has_an_entry(operation: Operation, write: Record) -> None:
    entry = Entry.objects.get(pk=write(operation=operation, subject=AIGERIM))
    assert (entry.operation, entry.clause, entry.subject) == (operation, "6.5", AIGERIM)


def test_an_entry_says_all_it_was_told(write: Record) -> None:
    now = clock.now().replace(microsecond=120_000)
    details = {"text": HASH, "all": True, "due_on": date(2026, 12, 1), "count": 3, "channel": "letter", "act": 12}
    entry = Entry.objects.get(
        pk=write(
            operation=Operation.CONSENT_WITHDRAWN,
            clause="7.1-г",
            purpose="marketing",
            subject=AIGERIM,
            actor=Actor.STAFF,
            actor_id=7,
            policy_version=2,
            site="skillbox",
            target=("consent", BORIS),
            now=now,
            details=details,
        )
    )
    assert entry.at == now
    assert abs(entry.recorded_at - datetime.now(UTC)) < timedelta(minutes=1)
    said = read_line(entry)
    assert datetime.fromisoformat(said.pop("recorded_at")).replace(tzinfo=UTC) == entry.recorded_at
    assert datetime.fromisoformat(said.pop("at")).replace(tzinfo=UTC) == now
    assert said == {
        "id": entry.pk,
        "operation": "consent_withdrawn",
        "clause": "7.1-г",
        "purpose": "marketing",
        "subject": str(AIGERIM),
        "actor": "staff",
        "actor_id": "7",
        "policy_version": 2,
        "site": "skillbox",
        "target": "consent",
        "target_id": str(BORIS),
        "details": {"act": "12", "all": True, "channel": "letter", "count": 3, "due_on": "2026-12-01", "text": HASH},
    }


def test_an_entry_falls_with_its_act(write: Record) -> None:
    def act_and_fail() -> None:
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()
    assert not Entry.objects.exists()


def test_many_are_recorded_by_one_query(newskills: Company, django_assert_num_queries: Callable[..., object]) -> None:
    acts = [Act(operation=Operation.DESTROY, clause="8.4", actor=Actor.JOB, subject=who) for who in (AIGERIM, BORIS)]
    with django_assert_num_queries(1):
        assert record_many(company=newskills, acts=acts, now=clock.now()) == 2
    assert [entry.subject for entry in Entry.objects.order_by("id")] == [AIGERIM, BORIS]
    assert record_many(company=newskills, acts=[], now=clock.now()) == 0


def test_what_was_done_to_a_person_is_found(write: Record, newskills: Company) -> None:
    first, second, _ = write(subject=AIGERIM), write(subject=AIGERIM, operation=Operation.LOOK), write(subject=BORIS)
    assert [entry.pk for entry in list_about(newskills, AIGERIM)] == [second, first]
    assert [entry.pk for entry in list_about(newskills, AIGERIM, Operation.LOOK)] == [second]
    assert list_about(Company.objects.get(slug="kerbez-agy"), AIGERIM) == ()
    assert find_latest(newskills, "6.5") == Entry.objects.latest("id")
    assert find_latest(newskills, "6.6") is None


PERSONAL = [
    "Айгерим",
    "Aigerim Serikova",
    "boris@example.kz",
    "+77011234567",
    "87011234567",
    "880101300123",
    "a87011234567",
    "x" * 65,
    "",
    "two words",
]


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("value", PERSONAL)
@pytest.mark.parametrize(
    "column", ["clause", "purpose", "actor_id", "site", "target", "target_id", "channel", "text", "recipient", "count"]
)
def test_a_personal_value_is_refused(column: str, value: str, write: Record) -> None:
    columns: dict[str, object] = {column: value}
    if column == "target":
        columns = {"target": (value, 1)}
    elif column == "target_id":
        columns = {"target": ("consent", value)}
    elif column in DETAILS:
        columns = {"details": {column: value}}
    with pytest.raises(PersonalValueError) as refusal:
        write(**columns)
    assert not value or value not in str(refusal.value)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"details": {"surname": "x"}},
        {"details": {"count": 87011234567}},
        {"details": {"count": -1}},
        {"details": {"count": True}},
        {"details": {"all": 1}},
        {"details": {"due_on": "2026-12-01"}},
        {"details": {"due_on": datetime(2026, 12, 1, tzinfo=UTC)}},
        {"details": {"text": HASH[1:]}},
        {"policy_version": LARGEST_NUMBER + 1},
        {"subject": "Aigerim"},
        {"details": {key: HASH for key, kind in DETAILS.items() if kind is Kind.HASH} | {"clause": "6.5"}},
    ],
    ids=str,
)
def test_what_is_not_of_the_vocabulary_is_refused(columns: dict[str, object], write: Record) -> None:
    with pytest.raises(PersonalValueError):
        write(**columns)
    assert not Entry.objects.exists()


def test_a_naive_moment_is_refused(write: Record) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write(now=datetime(2026, 11, 23))  # noqa: DTZ001 -- the point
    assert not Entry.objects.exists()


@pytest.mark.clause("8.3")
@pytest.mark.parametrize(
    "line",
    [
        '{"operation":"use","clause":"6.5","site":"айгерим"}',
        '{"operation":"use","clause":"6.5","site":"Aigerim"}',
        '{"operation":"use","clause":"6.5","site":"boris@example.kz"}',
        '{"operation":"use","clause":"6.5","site":"87011234567"}',
        '{"operation":"use","clause":"6.5","site":87011234567}',
        '{"operation":"use","clause":"6.5","site":"+77011234567"}',
        '{"operation":"use","clause":"6.5","site":"he called twice"}',
        '{"operation":"use","clause":"6.5","site":"' + "x" * 2200 + '"}',
        '{"operation":"use"}',
        '{"site":"lerna"}',
    ],
)
def test_the_database_refuses_it_too(line: str, newskills: Company) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("insert into evidence_entry (company_id, at, line) values (%s, now(), %s)", [newskills.pk, line])
    assert not Entry.objects.exists()


@given(
    word=st.from_regex(r"[a-z][a-z0-9._-]{0,63}", fullmatch=True),
    number=st.integers(0, LARGEST_NUMBER),
    day=st.dates(),
    subject=st.uuids(),
)
def test_one_act_has_one_spelling(word: str, number: int, day: date, subject: UUID) -> None:
    details = {"reason": word, "count": number, "due_on": day, "act": subject}
    act = Act(operation=Operation.BLOCK, clause="6.5", actor=Actor.SYSTEM, subject=subject, details=details)
    turned = Act(
        operation=Operation.BLOCK, clause="6.5", actor=Actor.SYSTEM, subject=subject,
        details=dict(reversed(details.items())),
    )  # fmt: skip
    try:
        assert write_body(act) == write_body(turned)
    except PersonalValueError:
        assert sum(map(str.isdigit, word)) > 6
