"""Blocking very many people: in parts that repeat safely, with a preview, by command."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lerna.companies.models import Company
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects import operations
from lerna.privacy.subjects.conftest import NOW
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block_people, unblock_people
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Register = Callable[..., DataSubject]


@pytest.fixture
def people(newskills: Company, register: Register) -> list[UUID]:
    """Three people of Newskills, one of whom permits marketing too."""
    return [register(newskills, {"name": "Айгерім"}, also).pk for also in ([Purpose.MARKETING], [], [])]


def list_blocked(company: Company) -> set[UUID]:
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return set(DataSubject.objects.exclude(blocked_at=None).values_list("pk", flat=True))


def run(*words: str) -> str:
    out = StringIO()
    call_command("block", *words, stdout=out)
    return out.getvalue()


@pytest.mark.clause("6.5")
def test_what_was_interrupted_goes_on_and_nobody_is_blocked_twice(
    newskills: Company, people: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "_BATCH", 2)
    interrupted = block_people(company=newskills, people=people, actor=Actor.OPERATOR, now=NOW)
    assert set(next(interrupted)) == set(people[:2])
    interrupted.close()
    assert list_blocked(newskills) == set(people[:2])
    again = list(block_people(company=newskills, people=people, actor=Actor.OPERATOR, now=NOW))
    assert again == [(), (people[2],)]
    for person in people:
        assert len(list(list_about(newskills, person, Operation.BLOCK))) == 1


def test_lifting_gives_back_what_was_permitted(newskills: Company, people: list[UUID]) -> None:
    for switch in (block_people, unblock_people):
        for _ in switch(company=newskills, people=people, actor=Actor.OPERATOR, now=NOW):
            pass
    assert list_blocked(newskills) == set()
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert may(DataSubject.objects.get(pk=people[0]), Purpose.MARKETING)


def test_nobody_of_another_company_is_touched(newskills: Company, kerbez: Company, boris: DataSubject) -> None:
    assert list(block_people(company=newskills, people=[boris.pk], actor=Actor.OPERATOR, now=NOW)) == [()]
    assert list_blocked(kerbez) == set()


def test_the_command_says_first_what_stops_and_what_goes_on(
    newskills: Company, people: list[UUID], tmp_path: Path
) -> None:
    listed = tmp_path / "people.txt"
    listed.write_text("\n".join(map(str, [*people, uuid4()])))
    words = ["--company", newskills.slug, "--file", str(listed)]
    said = run(*words, "--dry-run")
    assert "3 of 4 numbers are people known here, 0 of them blocked." in said
    assert "consulting (3), marketing (1)" in said
    assert "accounting" in said.split("Goes on")[1]
    assert list_blocked(newskills) == set()
    assert "3 blocked" in run(*words, "--yes")
    assert list_blocked(newskills) == set(people)
    assert "3 unblocked" in run(*words, "--lift", "--yes")
    assert list_blocked(newskills) == set()


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "Say whom"), ("nobody", "entry 1: this is no number of a data subject")]
)
def test_a_wrong_list_is_told_and_nobody_is_blocked(
    newskills: Company, people: list[UUID], tmp_path: Path, text: str, sentence: str
) -> None:
    listed = tmp_path / "people.txt"
    listed.write_text(text)
    with pytest.raises(CommandError, match=sentence):
        run("--company", newskills.slug, "--file", str(listed), "--yes")
    assert list_blocked(newskills) == set()
    assert people
