"""Two people decide what a state body gets; exactly that is given, and the person sees it unless a law forbids."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.models import Letter
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.models import Disclosure, State
from lerna.privacy.recipients.disclosures.operations import (
    Demand,
    DisclosureError,
    Hiding,
    decide_disclosure,
    give_disclosure,
    hide_longer,
    propose_disclosure,
    record_disclosure_looks,
    reveal_disclosure,
    reveal_due,
)
from lerna.privacy.recipients.disclosures.queries import (
    forget_reviewers,
    list_disclosures_about,
    list_givable,
    list_open,
    list_reviews,
    register_reviewers,
)
from lerna.privacy.recipients.disclosures.reminders import remind_reviewers
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("9.3")]
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
VERA, ALMA = UUID(int=1), UUID(int=2)
DEMAND = Demand(
    requester="Медеуский районный суд города Алматы",
    ground="ГПК РК, статья 73",
    document="№ 2-147/2026",
    document_on=date(2026, 2, 27),
    columns=["subjects.profile.name", "subjects.profile.phone"],
)
LAW = Hiding("УПК РК, статья 201", date(2026, 3, 20))


def propose(person: DataSubject, hiding: Hiding | None = None, demand: Demand = DEMAND) -> Disclosure:
    return propose_disclosure(subject=person, demand=demand, staff=VERA, now=NOW, hiding=hiding)


def approve(one: Disclosure, staff: UUID = ALMA) -> Disclosure:
    return decide_disclosure(company=one.company, disclosure_id=one.pk, staff=staff, approves=True, now=NOW)


def give(one: Disclosure) -> object:
    return give_disclosure(company=one.company, disclosure_id=one.pk, staff=VERA, now=NOW)


def reread(one: Disclosure) -> Disclosure:
    with processing(Purpose.STATE_BODIES, company=one.company, reason="test"):
        return Disclosure.objects.get(pk=one.pk)


def test_exactly_what_two_people_approved_is_given_and_seen(aigerim: DataSubject) -> None:
    one = propose(aigerim)
    assert [waiting.pk for waiting in list_open(aigerim.company)] == [one.pk]
    assert list_disclosures_about(aigerim.company, aigerim.pk) == ()
    approve(one)
    assert give(one) == {"subjects.profile": [{"name": "Айгерім", "phone": "+77011234567"}]}
    (seen,) = list_disclosures_about(aigerim.company, aigerim.pk)
    assert (seen.requester, seen.ground, seen.document) == (DEMAND.requester, DEMAND.ground, DEMAND.document)
    (entry,) = list_about(aigerim.company, aigerim.pk, Operation.DISCLOSED)
    assert read_line(entry)["details"] == {"columns": DEMAND.columns}
    assert read_line(entry)["actor_id"] == str(VERA)
    written = "".join(entry.line for entry in Entry.objects.all())
    assert "2-147" not in written
    assert list_open(aigerim.company) == ()


def test_nobody_decides_alone(aigerim: DataSubject) -> None:
    one = propose(aigerim)
    with pytest.raises(DisclosureError, match="два человека"):
        approve(one, VERA)
    with pytest.raises(DisclosureError, match="такого раскрытия нет"):
        give(one)
    assert reread(one).state == State.PROPOSED
    with (
        pytest.raises(IntegrityError, match="disclosure_needs_two_people"),
        transaction.atomic(),
        processing(Purpose.STATE_BODIES, company=aigerim.company, reason="test"),
    ):
        Disclosure.objects.filter(pk=one.pk).update(state=State.APPROVED, decided_by=VERA, decided_at=NOW)
    with (
        pytest.raises(IntegrityError, match="disclosure_needs_two_people"),
        transaction.atomic(),
        processing(Purpose.STATE_BODIES, company=aigerim.company, reason="test"),
    ):
        Disclosure.objects.filter(pk=one.pk).update(state=State.GIVEN, given_at=NOW)


def test_what_was_refused_or_given_is_not_given_again(aigerim: DataSubject) -> None:
    refused, given = propose(aigerim), propose(aigerim)
    decide_disclosure(company=aigerim.company, disclosure_id=refused.pk, staff=ALMA, approves=False, now=NOW)
    approve(given)
    give(given)
    for one in (refused, given):
        with pytest.raises(DisclosureError):
            give(one)
        with pytest.raises(DisclosureError):
            approve(one)
    assert len(list_about(aigerim.company, aigerim.pk, Operation.DISCLOSED)) == 1


@pytest.mark.parametrize(
    "demand",
    [
        replace(DEMAND, requester=" "),
        replace(DEMAND, ground=""),
        replace(DEMAND, document=""),
        replace(DEMAND, document="№" * 301),
        replace(DEMAND, columns=[]),
        replace(DEMAND, columns=["subjects.profile.shoe_size"]),
        replace(DEMAND, columns=["subjects.profile.email_index"]),
        replace(DEMAND, columns=["leads.lead.comment"]),
    ],
)
def test_a_demand_that_lacks_something_or_asks_too_much(aigerim: DataSubject, demand: Demand) -> None:
    with pytest.raises(DisclosureError):
        propose(aigerim, demand=demand)
    assert list_open(aigerim.company) == ()


def test_a_blocked_persons_data_are_given_where_a_law_orders_it(aigerim: DataSubject) -> None:
    one = approve(propose(aigerim))
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert give(one)


def test_another_companys_disclosure_is_nobodys(aigerim: DataSubject, kerbez: Company) -> None:
    one = propose(aigerim)
    with pytest.raises(DisclosureError):
        decide_disclosure(company=kerbez, disclosure_id=one.pk, staff=ALMA, approves=True, now=NOW)
    assert list_open(kerbez) == ()


def sees(person: DataSubject) -> list[object]:
    """Everything by which the person could learn of it."""
    exported = export_person(subject=person.pk, actor=Actor.PERSON, now=NOW)
    told = [held for held in exported.held if held.table == "disclosures_disclosure"]
    return [
        *told, *list_disclosures_about(person.company, person.pk),
        *list_about(person.company, person.pk, Operation.DISCLOSED, Operation.RECEIVE, Operation.USE),
    ]  # fmt: skip


def test_what_a_law_hides_is_seen_nowhere_until_the_day_of_review_has_passed(aigerim: DataSubject) -> None:
    one = approve(propose(aigerim, LAW))
    give(one)
    assert sees(aigerim) == []
    last_moment = clock.end_of_day(LAW.review_on) - timedelta(seconds=1)
    assert list(reveal_due(company=aigerim.company, now=last_moment)) == []
    assert sees(aigerim) == []
    assert list(reveal_due(company=aigerim.company, now=clock.end_of_day(LAW.review_on))) == [one.pk]
    assert len(list_disclosures_about(aigerim.company, aigerim.pk)) == 1
    assert len(list_about(aigerim.company, aigerim.pk, Operation.DISCLOSED)) == 1
    assert sees(aigerim)
    assert list(reveal_due(company=aigerim.company, now=clock.end_of_day(LAW.review_on))) == []


def test_it_is_hidden_longer_only_by_a_law_and_before_the_day(aigerim: DataSubject) -> None:
    one = propose(aigerim, LAW)
    later = Hiding(LAW.law, date(2026, 4, 20))
    hide_longer(company=one.company, disclosure_id=one.pk, hiding=later, staff=ALMA, now=NOW)
    assert list(reveal_due(company=one.company, now=clock.end_of_day(LAW.review_on))) == []
    for hiding in (Hiding("", date(2026, 5, 1)), Hiding(LAW.law, date(2026, 3, 1))):
        with pytest.raises(DisclosureError, match="нужен закон"):
            hide_longer(company=one.company, disclosure_id=one.pk, hiding=hiding, staff=ALMA, now=NOW)
    after = clock.end_of_day(later.review_on)
    with pytest.raises(DisclosureError, match="больше не скрыто"):
        hide_longer(company=one.company, disclosure_id=one.pk, hiding=later, staff=ALMA, now=after)
    with (
        pytest.raises(IntegrityError, match="disclosure_hidden_by_a_law"),
        transaction.atomic(),
        processing(Purpose.STATE_BODIES, company=one.company, reason="test"),
    ):
        Disclosure.objects.filter(pk=one.pk).update(hidden_law="")


@pytest.fixture
def vera(newskills: Company, register: object) -> Iterator[DataSubject]:
    """Who has to review."""
    person: DataSubject = register(newskills, {"name": "Вера", "email": "vera@lerna.kz"})  # type: ignore[operator]

    def state(company: Company) -> list[DataSubject]:
        return [person] if company == newskills else []

    register_reviewers(state)
    yield person
    forget_reviewers(state)


def test_the_staff_are_reminded_in_time_by_a_letter_that_names_nobody(aigerim: DataSubject, vera: DataSubject) -> None:
    propose(aigerim, LAW)
    early = clock.start_of_day(date(2026, 3, 14))
    assert list(remind_reviewers(company=aigerim.company, now=early)) == []
    assert list_reviews(aigerim.company, date(2026, 3, 19)) == ()
    said = StringIO()
    call_command("recipients", "reviews", "--dry-run", stdout=said)
    call_command("recipients", "paper", stdout=said)
    assert "review by 2026-03-20" in said.getvalue()
    (letter,) = remind_reviewers(company=aigerim.company, now=clock.start_of_day(date(2026, 3, 15)))
    assert (letter.subject_id, letter.state) == (vera.pk, "queued")
    with processing(Purpose.SECURITY, company=aigerim.company, reason="test"):
        said = str(Letter.objects.get(pk=letter.pk).context)
    assert not any(word in said for word in ("Айгерім", "суд", "2-147", str(aigerim.pk)))


def test_after_an_erasure_the_register_stays_for_its_law_alone(aigerim: DataSubject) -> None:
    one = approve(propose(aigerim))
    give(one)
    run = start_erasure(company=aigerim.company, people=[aigerim.pk], ground=Ground.DEMAND, actor=Actor.PERSON, now=NOW)
    assert list(continue_erasure(run=run, now=NOW))
    with processing(Purpose.STATE_BODIES, company=aigerim.company, reason="test"):
        assert Disclosure.objects.get(pk=one.pk).requester == DEMAND.requester
    for purpose in (Purpose.REQUESTS, Purpose.CONSENT_PROOF):
        with processing(purpose, company=aigerim.company, reason="test"):
            assert not DataSubject.objects.filter(pk=aigerim.pk).exists()


def test_whoever_reviews_it_shows_it_at_once_where_no_law_forbids_it_any_longer(aigerim: DataSubject) -> None:
    kept = approve(propose(aigerim, LAW))
    give(kept)
    assert not list_disclosures_about(aigerim.company, aigerim.pk)
    reveal_disclosure(company=kept.company, disclosure_id=kept.pk, staff=ALMA, now=NOW)
    assert [one.id for one in list_disclosures_about(aigerim.company, aigerim.pk)] == [kept.pk]
    (told,) = list_about(aigerim.company, aigerim.pk, Operation.DISCLOSED)
    assert read_line(told)["actor"] == "staff"
    with pytest.raises(DisclosureError):
        reveal_disclosure(company=kept.company, disclosure_id=kept.pk, staff=ALMA, now=NOW)


@pytest.mark.clause("8.3")
def test_a_look_at_what_is_hidden_tells_the_person_nothing_of_it(aigerim: DataSubject) -> None:
    shown, hidden = propose(aigerim), propose(aigerim, LAW)
    record_disclosure_looks(
        company=aigerim.company, disclosures=[shown, hidden], staff=VERA, screen="disclosure", now=NOW
    )
    looks = {read_line(entry)["target_id"] for entry in Entry.objects.filter(operation=Operation.LOOK)}
    assert looks == {str(shown.pk), str(hidden.pk)}
    (look,) = list_about(aigerim.company, aigerim.pk, Operation.LOOK)
    assert read_line(look)["target_id"] == str(shown.pk)


def test_what_may_be_given_has_no_index_no_secret_and_nothing_kept_for_other_purposes(newskills: Company) -> None:
    labels = {one.label for one in list_givable(newskills)}
    assert {"subjects.profile.name", "subjects.profile.phone"} <= labels
    assert not {label for label in labels if label.endswith(("_index", "_tokens", ".secret", ".password"))}
    assert not {label for label in labels if label.startswith("disclosures.")}
