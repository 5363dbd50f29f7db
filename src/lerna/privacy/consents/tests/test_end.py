"""Ending: withdrawn at once, expired on the day, outdated by a new policy; and what an obligation keeps."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.consents.jobs import end_due
from lerna.privacy.consents.models import Cause, Channel, Consent, Ending, Hand
from lerna.privacy.consents.obligations import Obligation
from lerna.privacy.consents.operations import Withdrawal, withdraw
from lerna.privacy.consents.outdated import needs_renewal
from lerna.privacy.consents.queries import list_active
from lerna.privacy.consents.rules import end_by_rule
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import permit, state_profile
from lerna.privacy.subjects.permissions import BITS, may
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import explain

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
LATER = NOW + timedelta(hours=1)
Agree = Callable[..., tuple[Consent, ...]]
Oblige = Callable[[Obligation], None]


def stop(subject: DataSubject, **what: object) -> Withdrawal:
    return withdraw(subject=subject, channel=Channel.SITE, hand=Hand.PERSON, site="lerna", now=LATER, **what)


def count_seen(company: Company, purpose: Purpose) -> int:
    with processing(purpose, company=company, reason="test"):
        return Profile.objects.count()


def active(company: Company, subject: DataSubject) -> list[str]:
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return sorted(consent.purpose for consent in list_active(subject))


@pytest.fixture
def known(newskills: Company, aigerim: DataSubject, agree: Agree) -> DataSubject:
    """Aigerim, who agreed to be answered and to letters, with a profile."""
    agree(aigerim, Purpose.CONSULTING, Purpose.MARKETING)
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        state_profile(
            subject=aigerim,
            actor=Actor.PERSON,
            now=NOW,
            name="Айгерім",
            email="aigerim@example.kz",
            phone="+77011234567",
        )
    return aigerim


@pytest.mark.clause("6.3")
@pytest.mark.clause("6.5")
def test_the_next_query_after_a_withdrawal_sees_the_person_no_more(newskills: Company, known: DataSubject) -> None:
    assert count_seen(newskills, Purpose.MARKETING) == 1
    assert stop(known, purposes=[Purpose.MARKETING]) == Withdrawal((Purpose.MARKETING,), ())
    assert count_seen(newskills, Purpose.MARKETING) == 0
    assert count_seen(newskills, Purpose.CONSULTING) == 1
    assert active(newskills, known) == ["consulting"]


def test_an_operator_is_told_since_when_and_by_which_entry_a_row_is_hidden(
    newskills: Company, known: DataSubject
) -> None:
    def last_of(operation: str) -> int:
        found = [
            entry.pk
            for entry in Entry.objects.filter(company=newskills, operation=operation).order_by("id")
            if read_line(entry)["purpose"] == "marketing"
        ]
        return found[-1]

    told = explain(known.pk, Purpose.MARKETING)
    assert told.is_visible
    assert f"Consent given on 2026-03-02 at 10:00: entry {last_of('consent_given')} of the evidence." in told.sentences
    stop(known, purposes=[Purpose.MARKETING])
    told = explain(known.pk, Purpose.MARKETING)
    assert not told.is_visible
    assert told.sentences[-2:] == (
        "The permission doesn't stand.",
        f"Consent withdrawn on 2026-03-02 at 11:00: entry {last_of('consent_withdrawn')} of the evidence.",
    )
    assert explain(known.pk, Purpose.PERSONAL_OFFERS).sentences[-1] == "The evidence knows of no consent to it."


@pytest.mark.clause("6.3")
def test_all_is_withdrawn_at_once_and_the_proof_of_both_stays(newskills: Company, known: DataSubject) -> None:
    ended = stop(known).ended
    assert set(ended) == {Purpose.CONSULTING, Purpose.MARKETING}
    assert count_seen(newskills, Purpose.CONSULTING) == count_seen(newskills, Purpose.MARKETING) == 0
    assert count_seen(newskills, Purpose.REQUESTS) == 1
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert Consent.objects.count() == 2
        assert {(ending.cause, ending.ended_at) for ending in Ending.objects.all()} == {("withdrawn", LATER)}
    entries = Entry.objects.filter(company=newskills, operation="consent_withdrawn")
    assert {(entry.subject, read_line(entry)["purpose"]) for entry in entries} == {
        (known.pk, "consulting"), (known.pk, "marketing"),
    }  # fmt: skip


def test_a_second_withdrawal_changes_nothing(newskills: Company, known: DataSubject) -> None:
    stop(known)
    assert stop(known) == Withdrawal((), ())
    assert Entry.objects.filter(company=newskills, operation="consent_withdrawn").count() == 2


def test_what_was_agreed_to_twice_goes_on_until_both_end(newskills: Company, known: DataSubject, agree: Agree) -> None:
    (second,) = agree(known, Purpose.MARKETING)
    assert stop(known, act=second.act) == Withdrawal((), ())
    assert count_seen(newskills, Purpose.MARKETING) == 1
    assert stop(known, purposes=[Purpose.MARKETING]).ended == (Purpose.MARKETING,)
    assert count_seen(newskills, Purpose.MARKETING) == 0


def test_what_was_withdrawn_may_be_agreed_to_again(newskills: Company, known: DataSubject, agree: Agree) -> None:
    stop(known)
    agree(known, Purpose.MARKETING, now=LATER)
    assert count_seen(newskills, Purpose.MARKETING) == 1
    assert count_seen(newskills, Purpose.CONSULTING) == 0


@pytest.mark.clause("6.8")
def test_an_obligation_refuses_with_its_reason_and_stops_the_rest(
    newskills: Company, known: DataSubject, obliged: Oblige
) -> None:
    reason = Localized(ru="Вы ждёте ответа.", kk="Сіз жауап күтіп отырсыз.", en="You wait for an answer.")
    obligation = Obligation(Purpose.CONSULTING, "open-question", reason, date(2026, 4, 1))
    obliged(obligation)
    permit(subject=known, purposes=[Purpose.PERSONAL_OFFERS])  # without a proof, as an import might leave it
    assert stop(known) == Withdrawal((Purpose.MARKETING,), (obligation,))
    assert count_seen(newskills, Purpose.CONSULTING) == 1
    assert not may(known, Purpose.MARKETING)
    assert not may(known, Purpose.PERSONAL_OFFERS)
    line = read_line(Entry.objects.get(company=newskills, operation="request_refused"))
    assert line["details"] == {"held_until": "2026-04-01", "reason": "open-question"}


@pytest.mark.clause("6.1")
def test_a_consent_ends_with_its_term_to_the_minute(newskills: Company, known: DataSubject) -> None:
    end = clock.end_of_day(date(2029, 3, 2))
    assert list(end_due(company=newskills, now=end - timedelta(seconds=1))) == []
    assert count_seen(newskills, Purpose.MARKETING) == 1
    assert list(end_due(company=newskills, now=end)) == [2]
    assert count_seen(newskills, Purpose.MARKETING) == count_seen(newskills, Purpose.CONSULTING) == 0
    assert list(end_due(company=newskills, now=end)) == []
    assert Entry.objects.filter(company=newskills, operation="consent_expired", subject=known.pk).count() == 2


def test_another_companys_consents_are_left_alone(
    newskills: Company, kerbez: Company, known: DataSubject, boris: DataSubject, agree: Agree
) -> None:
    agree(boris, Purpose.MARKETING)
    list(end_due(company=newskills, now=NOW.replace(year=2030)))
    assert active(newskills, known) == []
    assert active(kerbez, boris) == ["marketing"]


def publish(company: Company, old: str, new: str) -> PolicyVersion:
    """The model text again, with some words changed wherever they stand."""
    document = render_document(build_facts(company))

    def change(node: object) -> object:
        if isinstance(node, str):
            return node.replace(old, new)
        if isinstance(node, tuple):
            return tuple(change(one) for one in node)
        names = getattr(node, "__slots__", ())
        return type(node)(**{name: change(getattr(node, name)) for name in names}) if names else node

    return publish_version(
        company=company, document=change(document), dated_on=company.policy_dated, source=Source.MODEL, now=NOW
    )


@pytest.mark.clause("11.5")
def test_new_words_of_one_purpose_stop_that_one_alone(newskills: Company, known: DataSubject) -> None:
    version = publish(newskills, "присылать новости", "присылать новости и открытки")
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        found = {consent.purpose: needs_renewal(consent, version) for consent in list_active(known)}
    assert found == {"marketing": True, "consulting": False}
    assert list(end_due(company=newskills, now=LATER)) == [1]
    assert active(newskills, known) == ["consulting"]
    assert count_seen(newskills, Purpose.MARKETING) == 0
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert Ending.objects.get().cause == Cause.OUTDATED


@pytest.mark.clause("11.5")
def test_a_policy_that_says_the_same_of_a_purpose_asks_nobody_again(newskills: Company, known: DataSubject) -> None:
    publish(newskills, "Политика", "Политика компании")
    assert list(end_due(company=newskills, now=LATER)) == []
    assert active(newskills, known) == ["consulting", "marketing"]


@pytest.mark.clause("11.5")
def test_terms_that_mean_something_else_stop_the_purpose(
    newskills: Company, known: DataSubject, settings: LazySettings, tmp_path: Path
) -> None:
    settings.LERNA_POLICIES = Path(copytree(settings.LERNA_POLICIES, tmp_path / "policies"))
    own = settings.LERNA_POLICIES / "companies" / "newskills.toml"
    own.write_text(own.read_text() + "\n[terms.marketing]\nmonths = 12\n")
    assert list(end_due(company=newskills, now=LATER)) == [1]
    assert active(newskills, known) == ["consulting"]


def test_the_command_counts_first_and_ends_then(newskills: Company, known: DataSubject) -> None:
    publish(newskills, "присылать новости", "присылать новости и открытки")
    said = StringIO()
    call_command("consents", "end", "--dry-run", stdout=said)
    assert "newskills: 0 expired, 1 outdated" in said.getvalue()
    assert active(newskills, known) == ["consulting", "marketing"]
    call_command("consents", "end", stdout=said)
    assert active(newskills, known) == ["consulting"]


def test_only_what_a_rule_ended_is_remembered_until_it_is_agreed_to_anew(
    newskills: Company, known: DataSubject, agree: Agree
) -> None:
    def read_lapsed() -> int:
        with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
            return DataSubject.objects.get(pk=known.pk).lapsed

    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        found = tuple((one.subject_id, one.pk) for one in list_active(known) if one.purpose == Purpose.MARKETING)
    stop(known, purposes=[Purpose.CONSULTING])
    assert read_lapsed() == 0
    assert end_by_rule(company=newskills, found=found, cause=Cause.EXPIRED, now=LATER) == 1
    assert read_lapsed() == BITS[Purpose.MARKETING]
    agree(known, Purpose.MARKETING, now=LATER)
    assert read_lapsed() == 0
