"""Depersonalized figures: nobody stands in a small group, and nothing leads back to anybody (law 94-V, art. 17)."""

import csv
import io
import json
import re
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as some

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.research.coarser import count_levels, make_coarser
from lerna.privacy.recipients.research.groups import Grouped, Row, TooFewError, group_people
from lerna.privacy.recipients.research.operations import Figures, NoSuchTableError, export_figures
from lerna.privacy.recipients.research.rules import Rules, read_rules
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.recipients.tests.conftest import NOW
from lerna.privacy.subjects.conftest import Register
from lerna.privacy.subjects.declarations import Coarse
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import block, forbid, permit
from lerna.privacy.subjects.processing import processing

COLUMNS = (Coarse.WORD, Coarse.MOMENT)
RULES = Rules(least=5, round_to=5, left_out_percent=5)
TABLE = "subjects.datasubject"

moments = some.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=some.just(clock.ZONE))  # noqa: DTZ001
people = some.lists(
    some.tuples(some.integers(0, 60), some.tuples(some.sampled_from(["lerna", "skillbox", "geekbrains"]), moments)),
    max_size=120,
)


@pytest.mark.clause("9.6")
@given(people)
def test_no_group_is_too_small_and_neither_are_those_left_out(rows: list[Row]) -> None:
    everybody = {who for who, _ in rows}
    try:
        grouped = group_people(rows, COLUMNS, RULES)
    except TooFewError:
        assert len(everybody) < RULES.least
        return
    assert all(count >= RULES.least for count in grouped.groups.values())
    assert grouped.left_out_people == 0 or grouped.left_out_people >= RULES.least
    members = count_members(rows, grouped)
    assert {key: len(members[key]) for key in grouped.groups} == dict(grouped.groups)
    covered = {who for key in grouped.groups for who in members[key]}
    assert len(everybody - covered) == grouped.left_out_people


def count_members(rows: list[Row], grouped: Grouped) -> dict[tuple[str, ...], set[object]]:
    """The slow and obvious way."""
    members: dict[tuple[str, ...], set[object]] = defaultdict(set)
    for who, values in rows:
        key = tuple(make_coarser(*given) for given in zip(values, COLUMNS, grouped.levels, strict=True))
        members[key].add(who)
    return members


@given(moments)
def test_a_moment_is_never_finer_than_its_month(moment: datetime) -> None:
    words = [make_coarser(moment, Coarse.MOMENT, level) for level in range(count_levels(Coarse.MOMENT))]
    assert re.fullmatch(r"\d{4}-\d{2}", words[0])
    assert re.fullmatch(r"\d{4}-Q[1-4]", words[1])
    assert words[2:] == [str(moment.year), "*"]


def test_columns_are_made_coarser_before_people_are_left_out() -> None:
    spread = [(number, ("lerna", NOW + timedelta(days=31 * (number % 3)))) for number in range(12)]
    grouped = group_people(spread, COLUMNS, RULES)
    assert grouped.levels == (0, 2)
    assert dict(grouped.groups) == {("lerna", "2026"): 12}
    few = [*((number, ("lerna", NOW)) for number in range(200)), *((900 + n, ("skillbox", NOW)) for n in range(5))]
    assert dict(group_people(few, COLUMNS, RULES).groups) == {("lerna", "2026-03"): 200, ("skillbox", "2026-03"): 5}
    fewer = few[:-1]
    grouped = group_people(fewer, COLUMNS, RULES)
    assert ("skillbox", "2026-03") not in grouped.groups
    assert grouped.left_out_people in {0, *range(RULES.least, 205)}, "four left out would be a group of four"


@pytest.fixture
def crowd(registers: dict[str, Company], register: Register) -> list[DataSubject]:
    """Twelve people of Newskills who agreed to be counted."""
    names = [f"Айгерім{letter}" for letter in "абвгдежзиклм"]
    people = [
        register(
            registers["newskills"],
            {"name": name, "email": f"person{number}@example.kz", "phone": f"+7701000{number:04}"},
        )
        for number, name in enumerate(names)
    ]
    for person in people:
        permit(subject=person, purposes=[Purpose.AUDIENCE_RESEARCH])
    return people


def count(company: Company, recipient: Recipient | None = None, table: str = TABLE) -> Figures:
    return export_figures(company=company, table=table, recipient=recipient, actor=Actor.STAFF, now=NOW)


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.clause("9.6")
def test_figures_hold_counts_and_nothing_of_anybody(newskills: Company, crowd: list[DataSubject]) -> None:
    figures = count(newskills)
    assert figures.rows() == [{"site": "lerna", "created_at": "2026-03", "people": 10}]
    assert figures.report()["people_left_out"] == 0
    written = figures.to_json() + figures.to_csv()
    for person in crowd:
        assert str(person.pk) not in written
        with processing(Purpose.REQUESTS, company=newskills, reason="test"):
            profile = Profile.objects.get(subject=person)
            for value in (profile.name, profile.email, profile.phone):
                assert value
                assert value not in written
    assert not re.search(r"[0-9a-f]{32}", written)
    assert list(csv.DictReader(io.StringIO(figures.to_csv()))) == [
        {"site": "lerna", "created_at": "2026-03", "people": "10"}
    ]
    (entry,) = Entry.objects.filter(company=newskills, operation="depersonalize")
    assert entry.subject is None


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.clause("6.5")
@pytest.mark.clause("7.1-д")
def test_who_withdrew_or_is_blocked_is_not_counted(newskills: Company, crowd: list[DataSubject]) -> None:
    forbid(subject=crowd[0], purposes=[Purpose.AUDIENCE_RESEARCH])
    block(subject=crowd[1], actor=Actor.STAFF, now=NOW)
    assert count(newskills).grouped.people == 10
    forbid(subject=crowd[2], purposes=[Purpose.AUDIENCE_RESEARCH])
    with pytest.raises(TooFewError):
        count(newskills)
    assert Entry.objects.filter(operation="depersonalize").count() == 1


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_recipient_is_bound_or_gets_no_figures(
    newskills: Company, kerbez: Company, crowd: list[DataSubject], bank: Recipient
) -> None:
    researcher = Recipient.objects.select_related("company").get(company=newskills, key="sanaq-research")
    assert count(newskills, researcher).rows()
    with pytest.raises(TransferRefusedError) as caught:
        count(newskills, bank)
    assert caught.value.refusal is Refusal.PURPOSE_NOT_REGISTERED
    Recipient.objects.filter(pk=researcher.pk).update(control="")
    researcher.refresh_from_db()
    with pytest.raises(TransferRefusedError) as caught:
        count(newskills, researcher)
    assert caught.value.refusal is Refusal.INCOMPLETE
    with pytest.raises(NoSuchTableError):
        count(newskills, table="subjects.profile")
    with pytest.raises(TooFewError):
        count(kerbez)
    assert crowd


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_command_prints_them_or_says_why_not(newskills: Company, crowd: list[DataSubject]) -> None:
    said = io.StringIO()
    call_command("recipients", "figures", "newskills", stdout=said)
    assert json.loads(said.getvalue())["rows"][0]["people"] == 10
    said = io.StringIO()
    call_command("recipients", "figures", "newskills", "--format", "csv", stdout=said)
    assert said.getvalue() == "site,created_at,people\nlerna,2026-03,10\n"
    for words, sentence in (
        (["kerbez-agy"], "Too few people"),
        (["newskills", "--table", "leads.lead"], "aren't counted by"),
        (["kerbez-agy", "--recipient", "newskills/sanaq-research"], "another company's"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("recipients", "figures", *words, stdout=said)
    assert len(crowd) == 12
    assert newskills


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("least = 2\nround_to = 1\nleft_out_percent = 5\n", "it must be 5 or more"),
        ("least = 10\nround_to = 3\nleft_out_percent = 5\n", '"round_to" must divide "least"'),
        ("least = 10\nround_to = 5\n", '"left_out_percent" is missing'),
    ],
)
def test_rules_that_protect_nobody_are_refused(settings: object, tmp_path: Path, text: str, sentence: str) -> None:
    settings.LERNA_POLICIES = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "research.toml").write_text(text)
    with pytest.raises(DataFileError, match=sentence):
        read_rules()
