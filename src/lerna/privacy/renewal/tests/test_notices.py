"""Telling: everybody once, in their language, with what is theirs; by a letter that needs no consent (clause 11.5)."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db.models.query import QuerySet

from lerna.companies.models import Company
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.lifecycle.operations import say_farewell
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal import notices
from lerna.privacy.renewal.changes import read_stopped
from lerna.privacy.renewal.jobs import continue_publications
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.notices import NOTHING_STOPPED, STOPPED, tell_people
from lerna.privacy.renewal.operations import bring_into_force, stop_before
from lerna.privacy.renewal.tests.conftest import LATER, NOW, agree, go_on, join, publish, start
from lerna.privacy.renewal.tokens import read_person
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.models import DataSubject, RepresentativeBasis
from lerna.privacy.subjects.operations import appoint_representative, block, create_subject, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def list_letters(company: Company) -> list[dict[str, object]]:
    """Every letter about a new version, as its reader would have it."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        found: QuerySet[Letter] = Letter.objects.filter(template__in=[STOPPED, NOTHING_STOPPED])
        return [
            {
                "to": letter.address,
                "template": letter.template,
                "language": letter.language,
                "state": letter.state,
                "subject": letter.subject_id,
                **(json.loads(str(letter.context)) if letter.context else {}),
            }
            for letter in found.order_by("created_at", "pk")
        ]


@pytest.mark.clause("11.5")
def test_the_letter_says_what_changed_what_stopped_and_what_goes_on(newskills: Company, aigerim: DataSubject) -> None:
    version = publish(newskills)
    (letter,) = list_letters(newskills)
    assert (letter["to"], letter["template"], letter["language"]) == ("aigerim@example.kz", "policy-changed", "ru")
    assert letter["version"] == version.number == 2
    assert letter["changes"] == ["Пункт 7.1-г, о цели «Новости и акции»"]
    assert letter["stopped"] == ["Новости и акции"]
    assert letter["last_day"] == {"day": "2026-04-14"}, "the 14th day, that of the end being the first"
    going_on = letter["going_on"]
    assert isinstance(going_on, list)
    assert going_on[0] == "«Ответ на заявку»: вы дали согласие, и в этом ничего не изменилось"
    assert going_on[-1].startswith("То, что предписывает закон: ")
    page = str(letter["page"])
    assert page.startswith("https://lerna.kz/changes/")
    assert read_person(page.rstrip("/").rpartition("/")[2]) == aigerim.pk


@pytest.mark.clause("11.5")
def test_whoever_loses_nothing_is_told_too_and_not_asked(newskills: Company) -> None:
    join(newskills, email="one@example.kz", language="kk")
    publish(newskills)
    (letter,) = list_letters(newskills)
    assert (letter["template"], letter["language"]) == (NOTHING_STOPPED, "kk")
    assert str(letter["page"]).startswith("https://lerna.kz/kk/changes/")
    assert letter["changes"] == ["Сізге қатысты тармақтарда ештеңе өзгерген жоқ, өзгеріс басқаларға қатысты."]
    assert "stopped" not in letter


@pytest.mark.clause("11.5")
def test_somebody_without_any_consent_is_told_in_the_sites_language(newskills: Company) -> None:
    subject = create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=NOW)
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name="Айгерім", email="aigerim@example.kz")
    publish(newskills)
    (letter,) = list_letters(newskills)
    assert (letter["to"], letter["language"], letter["state"]) == ("aigerim@example.kz", "ru", State.QUEUED)


@pytest.mark.clause("11.5")
def test_each_is_told_once_and_the_evidence_says_so(newskills: Company, aigerim: DataSubject) -> None:
    publish(newskills)
    for _ in range(2):
        continue_publications(0)
    (entry,) = Entry.objects.filter(operation="change_announced")
    line = read_line(entry)
    assert (entry.subject, line["policy_version"], line["clause"]) == (aigerim.pk, 2, "11.5")
    assert len(list_letters(newskills)) == 1
    publish(newskills, {"присылать новости": "присылать новости и подарки"})
    assert sorted(str(letter["version"]) for letter in list_letters(newskills)) == ["2", "3"]


@pytest.mark.clause("11.5")
def test_the_blocked_the_erased_and_whoever_came_later_are_not_told(newskills: Company, aigerim: DataSubject) -> None:
    erased = join(newskills, Purpose.MARKETING, email="erased@example.kz")
    run = start_erasure(
        company=newskills, people=[erased.pk], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW
    )  # fmt: skip
    list(continue_erasure(run=run, now=NOW))
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=LATER + timedelta(minutes=5))
    publish(newskills)
    assert list_letters(newskills) == []
    assert Publication.objects.get().finished_at == LATER


@pytest.mark.clause("11.5")
def test_the_letter_about_a_represented_person_goes_to_whoever_acts_for_them(newskills: Company) -> None:
    parent = join(newskills, email="parent@example.kz")
    child = create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=NOW)
    appoint_representative(subject=child, representative=parent, basis=RepresentativeBasis.PARENT)
    agree(child, Purpose.MARKETING, hand=Hand.REPRESENTATIVE)
    publish(newskills)
    letters = {letter["subject"]: letter for letter in list_letters(newskills)}
    assert {letter["to"] for letter in letters.values()} == {"parent@example.kz"}
    changes = letters[child.pk]["changes"]
    assert isinstance(changes, list)
    assert changes[0] == "Это письмо о том, кого вы представляете."
    assert letters[child.pk]["stopped"] == ["Новости и акции"]


def test_who_withdrew_is_not_asked_again(newskills: Company, aigerim: DataSubject) -> None:
    withdraw(
        subject=aigerim, purposes=[Purpose.MARKETING], channel=Channel.CABINET, hand=Hand.PERSON, site="lerna", now=NOW
    )
    publish(newskills)
    (letter,) = list_letters(newskills)
    assert letter["template"] == NOTHING_STOPPED


def test_whoever_is_leaving_is_told_and_asked_for_nothing(newskills: Company, aigerim: DataSubject) -> None:
    say_farewell(subject=aigerim, now=LATER)
    publish(newskills)
    (letter,) = list_letters(newskills)
    assert letter["template"] == NOTHING_STOPPED
    assert read_stopped(aigerim, now=LATER) == ()


def test_a_missing_key_keeps_the_letter_from_nobody_else(newskills: Company) -> None:
    one, other = (join(newskills, email=f"{name}@example.kz") for name in ("one", "other"))
    DataKey.objects.filter(subject=one.pk).delete()
    publish(newskills)
    assert [letter["subject"] for letter in list_letters(newskills)] == [other.pk]
    assert Publication.objects.get().told == 2


def test_people_are_told_in_batches_in_the_order_of_their_numbers(
    newskills: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = sorted(join(newskills, email=f"{number}@example.kz").pk for number in range(3))
    monkeypatch.setattr(notices, "BATCH", 2)
    publication = start(newskills)
    assert [done.count for done in go_on(publication)] == [2, 2, 1]  # the version, two people, one
    assert Publication.objects.get().told_until == people[-1]
    assert sorted(str(letter["subject"]) for letter in list_letters(newskills)) == sorted(map(str, people))


@pytest.mark.parametrize("people", [1, 3])
def test_a_batch_reads_as_much_for_one_as_for_three(
    newskills: Company, people: int, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    """What a letter and its evidence cost comes on top, for each person."""
    for number in range(people):
        join(newskills, Purpose.MARKETING, email=f"{number}@example.kz")
    publication = start(newskills)
    list(stop_before(publication=publication, clock=lambda: LATER))
    bring_into_force(publication=publication, now=LATER)
    with django_assert_num_queries(24 + 14 * people):
        assert list(tell_people(publication=publication, clock=lambda: LATER)) == [people]
