"""One person and a new version: what of it touches them, what they may agree to anew, and what that brings back."""

import json
from datetime import date, datetime, timedelta

import pytest

from lerna.companies.models import Company
from lerna.privacy.consents.jobs import end_due
from lerna.privacy.consents.models import Cause, Channel, Hand
from lerna.privacy.consents.operations import StaleTextError, withdraw
from lerna.privacy.consents.queries import list_active
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.letters.models import Letter
from lerna.privacy.lifecycle.operations import say_farewell, stay_after_all
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal.changes import Changes, read_changes
from lerna.privacy.renewal.operations import renew_consents
from lerna.privacy.renewal.tests.conftest import LATER, NEW_WORDS, NOW, agree, ask, join, publish
from lerna.privacy.renewal.tests.test_publish import list_purposes, seen_for
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EVERYBODY = {"мы убеждаемся, что он исходит": "мы сначала убеждаемся, что он исходит"}  # clause 6.8
OFFERS = {"предложить то, что подходит вам": "предложить то, что очень подходит вам"}


def see(subject: DataSubject, *, now: datetime = LATER, language: str = "ru") -> Changes:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        fresh = DataSubject.objects.select_related("company").get(pk=subject.pk)
    changes = read_changes(fresh, language=language, now=now)
    assert changes
    return changes


def renew(subject: DataSubject, *purposes: Purpose) -> None:
    company = subject.company
    renew_consents(
        subject=subject, statements=ask(company, purposes), site=company.sites.order_by("place")[0],
        channel=Channel.LETTER, now=LATER,
    )  # fmt: skip


@pytest.mark.clause("11.4")
@pytest.mark.clause("11.5")
def test_old_and_new_words_of_what_touches_the_person_stand_side_by_side(
    newskills: Company, aigerim: DataSubject
) -> None:
    publish(newskills, NEW_WORDS | {"обсудить с банком-партнёром": "согласовать с банком-партнёром"})
    changes = see(aigerim)
    assert changes.before
    assert (changes.before.number, changes.version.number) == (1, 2)
    (clause,) = [clause for clause in changes.clauses if clause.number == "7.1"]
    (line,) = clause.lines
    assert [own.key for own in clause.purposes] == [Purpose.MARKETING]
    assert "".join(run.text for run in line.runs if run.kind == "inserted").strip() == "и открытки"
    assert line.before
    assert line.before.text.startswith("присылать новости, ")


@pytest.mark.clause("11.5")
def test_words_about_a_purpose_that_isnt_theirs_are_left_out_and_general_ones_are_not(newskills: Company) -> None:
    person = join(newskills, email="one@example.kz")
    publish(newskills, NEW_WORDS | EVERYBODY)
    (clause,) = see(person).clauses
    assert (clause.number, clause.purposes, clause.says_more) == ("6.8", (), True)


@pytest.mark.clause("11.5")
def test_what_stopped_waits_until_its_data_go_and_what_goes_on_is_named(
    newskills: Company, aigerim: DataSubject
) -> None:
    publish(newskills)
    changes = see(aigerim)
    assert [(one.terms.key, one.cause, one.last_day) for one in changes.stopped] == [
        (Purpose.MARKETING, Cause.OUTDATED, date(2026, 4, 14))
    ]
    assert (changes.going_on[0].terms.key, changes.going_on[0].agreed_at) == (Purpose.CONSULTING, NOW)
    assert Purpose.MARKETING not in {one.terms.key for one in changes.going_on}
    assert see(aigerim, now=LATER + timedelta(days=13)).stopped
    assert see(aigerim, now=LATER + timedelta(days=14)).stopped == ()


@pytest.mark.clause("11.5")
def test_agreeing_anew_permits_at_once_and_is_evidence(newskills: Company, aigerim: DataSubject) -> None:
    version = publish(newskills)
    assert seen_for(newskills, Purpose.MARKETING) == 0
    renew(aigerim, Purpose.MARKETING)
    assert seen_for(newskills, Purpose.MARKETING) == 1
    assert see(aigerim).stopped == ()
    line = read_line(Entry.objects.get(operation="consent_renewed"))
    assert (line["clause"], line["purpose"], line["policy_version"]) == ("11.5", "marketing", version.number)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        consent = next(one for one in list_active(aigerim) if one.purpose == Purpose.MARKETING)
        assert (consent.form, consent.channel, consent.hand) == ("renewal", Channel.LETTER, Hand.PERSON)
        receipt = Letter.objects.filter(template="consent-receipt").order_by("-created_at", "pk")[0]
        assert receipt.address == "aigerim@example.kz"
        assert json.loads(str(receipt.context))["version"] == version.number


def test_words_that_are_no_longer_in_force_renew_nothing(newskills: Company, aigerim: DataSubject) -> None:
    publish(newskills)
    shown = ask(newskills, [Purpose.MARKETING])
    publish(newskills, {"присылать новости": "присылать новости и подарки"})
    with pytest.raises(StaleTextError):
        renew_consents(
            subject=aigerim, statements=shown, site=newskills.sites.order_by("place")[0], channel=Channel.LETTER,
            now=LATER,
        )  # fmt: skip
    assert list_purposes(aigerim) == ["consulting"]
    assert not Entry.objects.filter(operation="consent_renewed").exists()


def test_whoever_acted_for_the_person_before_acts_now(newskills: Company, aigerim: DataSubject) -> None:
    agree(aigerim, Purpose.PERSONAL_OFFERS, hand=Hand.REPRESENTATIVE)
    publish(newskills, NEW_WORDS | OFFERS)
    renew(aigerim, Purpose.MARKETING)
    renew(aigerim, Purpose.PERSONAL_OFFERS)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        hands = {consent.purpose: consent.hand for consent in list_active(aigerim)}
    assert hands == {"marketing": Hand.PERSON, "personal-offers": Hand.REPRESENTATIVE}


@pytest.mark.clause("6.1")
def test_what_has_run_out_may_be_agreed_to_anew_and_is_renewed(newskills: Company, aigerim: DataSubject) -> None:
    end = NOW.replace(year=2029, month=3, day=3)
    assert list(end_due(company=newskills, now=end)) == [2]
    assert {one.cause for one in see(aigerim, now=end).stopped} == {Cause.EXPIRED}
    agree(aigerim, Purpose.MARKETING, now=end)
    line = read_line(Entry.objects.get(operation="consent_renewed"))
    assert (line["clause"], line["purpose"]) == ("6.1", "marketing")


@pytest.mark.clause("6.1")
def test_a_course_goes_on_when_the_consent_it_began_with_has_run_out(newskills: Company, aigerim: DataSubject) -> None:
    """It rests on the contract, whose term counts from the last activity; retention ends it, not the consent's date."""
    agree(aigerim, Purpose.LEARNING)
    assert list(end_due(company=newskills, now=NOW.replace(year=2029, month=3, day=3))) == [3]
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        now = DataSubject.objects.get(pk=aigerim.pk)
    assert may(now, Purpose.LEARNING)
    assert not may(now, Purpose.MARKETING)


def test_a_withdrawal_after_the_end_asks_nobody_again(newskills: Company, aigerim: DataSubject) -> None:
    publish(newskills)
    renew(aigerim, Purpose.MARKETING)
    withdraw(
        subject=aigerim, purposes=[Purpose.MARKETING], channel=Channel.CABINET, hand=Hand.PERSON, site="lerna",
        now=LATER + timedelta(hours=1),
    )  # fmt: skip
    assert see(aigerim, now=LATER + timedelta(hours=2)).stopped == ()


@pytest.mark.clause("11.5")
def test_who_comes_back_from_a_farewell_finds_outdated_consents_ended(newskills: Company, aigerim: DataSubject) -> None:
    """They left under the old text and return under the new one: what it outdated doesn't stand up again."""
    agree(aigerim, Purpose.LEARNING)
    say_farewell(subject=aigerim, now=LATER)
    publish(newskills)
    stay_after_all(subject=aigerim, now=LATER + timedelta(hours=1))
    assert may(aigerim, Purpose.CONSULTING)
    assert may(aigerim, Purpose.LEARNING)
    assert not may(aigerim, Purpose.MARKETING)
