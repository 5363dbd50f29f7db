"""A disclosure from demand to hand-over: one of the staff proposes, another decides, and exactly that is given (9.3).

While a law forbids to tell the person, the evidence keeps the act without their number, so that nothing they see tells
of it. When the day of review has passed it is shown, with an entry under their number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.acts import Act, Value
from lerna.privacy.evidence.operations import record, record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.models import TEXT_LENGTH, Disclosure, State
from lerna.privacy.recipients.sending.columns import Data, choose_rows, find_columns, list_values, may_pass, read_rows
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


class DisclosureError(Exception):
    """This can't be done; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """The law that forbids to tell the person, as the staff cite it, and the last day on which it is relied on."""

    law: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What came in: which body, by which place in which law, by which document of which day, for which columns."""

    requester: str
    ground: str
    document: str
    document_on: date
    columns: Sequence[str]


def propose_disclosure(
    *, subject: DataSubject, demand: Demand, staff: UUID, now: datetime, hiding: Hiding | None = None
) -> Disclosure:
    """One of the staff has examined the demand; nothing is given yet.

    DisclosureError for an empty word, for a column that answers to state bodies don't need, and for a day of review
    that has passed.
    """
    _check(subject.company, demand, hiding, local_day(now))
    with (
        transaction.atomic(),
        processing(Purpose.STATE_BODIES, company=subject.company, reason="a state body demands data"),
    ):
        disclosure = Disclosure.objects.create(
            subject=subject,
            company=subject.company,
            requester=demand.requester,
            ground=demand.ground,
            document=demand.document,
            document_on=demand.document_on,
            columns=list(demand.columns),
            proposed_by=staff,
            proposed_at=now,
            is_hidden=hiding is not None,
            hidden_law=hiding.law if hiding else "",
            review_on=hiding.review_on if hiding else None,
        )
        _record(disclosure, Operation.RECEIVE, staff, now)
        return disclosure


def decide_disclosure(
    *, company: Company, disclosure_id: UUID, staff: UUID, approves: bool, now: datetime
) -> Disclosure:
    """Another of the staff approves or refuses. DisclosureError for the one who proposed it, and for a second time."""
    with transaction.atomic(), processing(Purpose.STATE_BODIES, company=company, reason="a disclosure is decided"):
        disclosure = _lock(company, disclosure_id, State.PROPOSED)
        if disclosure.proposed_by == staff:
            raise DisclosureError(_("Whoever examined the demand can't decide it: it takes two people."))
        disclosure.state = State.APPROVED if approves else State.REFUSED
        disclosure.decided_by, disclosure.decided_at = staff, now
        disclosure.save(update_fields=["state", "decided_by", "decided_at"])
        _record(disclosure, Operation.USE, staff, now, {"outcome": disclosure.state})
        return disclosure


def give_disclosure(*, company: Company, disclosure_id: UUID, staff: UUID, now: datetime) -> Data:
    """What was approved, read for this purpose alone, to be handed over; kept nowhere. DisclosureError.

    Safe against a second time: what was given can't be given again under the same decision.
    """
    with transaction.atomic(), processing(Purpose.STATE_BODIES, company=company, reason="data go to a state body"):
        disclosure = _lock(company, disclosure_id, State.APPROVED)
        chosen = find_columns(disclosure.columns)
        rows = choose_rows(disclosure.subject_id, chosen, ())
        data = list_values(read_rows(disclosure.subject_id, chosen, rows), keeps_empty=False)
        disclosure.state, disclosure.given_at = State.GIVEN, now
        disclosure.save(update_fields=["state", "given_at"])
        note_activity(company=company, subject=disclosure.subject_id, purpose=Purpose.STATE_BODIES, day=local_day(now))
        _record(disclosure, Operation.DISCLOSED, staff, now, {"columns": tuple(disclosure.columns)}, tells=True)
        return data


def hide_longer(*, company: Company, disclosure_id: UUID, hiding: Hiding, staff: UUID, now: datetime) -> Disclosure:
    """The law still forbids to tell the person: a later day of review. DisclosureError where it is shown already."""
    with transaction.atomic(), processing(Purpose.STATE_BODIES, company=company, reason="a disclosure is reviewed"):
        disclosure = _lock(company, disclosure_id, *State)
        today = local_day(now)
        if not disclosure.is_hidden or disclosure.review_on is None or disclosure.review_on < today:
            raise DisclosureError(_("It is no longer hidden from the person."))
        _check_hiding(hiding, today)
        disclosure.hidden_law, disclosure.review_on = hiding.law, hiding.review_on
        disclosure.save(update_fields=["hidden_law", "review_on"])
        _record(disclosure, Operation.HOLD_SET, staff, now, {"held_until": hiding.review_on})
        return disclosure


def reveal_disclosure(*, company: Company, disclosure_id: UUID, staff: UUID, now: datetime) -> Disclosure:
    """No law forbids it any longer: the person sees it at once. DisclosureError where it isn't hidden."""
    with transaction.atomic(), processing(Purpose.STATE_BODIES, company=company, reason="a disclosure is reviewed"):
        disclosure = _lock(company, disclosure_id, *State)
        if not disclosure.is_hidden:
            raise DisclosureError(_("It is no longer hidden from the person."))
        _show(disclosure, staff, now)
        return disclosure


def reveal_due(*, company: Company, now: datetime) -> Iterator[UUID]:
    """Shows people what is no longer hidden from them: the day of review has passed, and nobody hid it longer."""
    with (
        transaction.atomic(),
        processing(Purpose.STATE_BODIES, company=company, reason="disclosures are no longer hidden"),
    ):
        due = Disclosure.objects.filter(company=company, is_hidden=True, review_on__lt=local_day(now))
        found = list(due.select_for_update(of=("self",)).order_by("review_on", "pk"))
        for disclosure in found:
            _show(disclosure, None, now)
    yield from (disclosure.pk for disclosure in found)


def record_disclosure_looks(
    *, company: Company, disclosures: Iterable[Disclosure], staff: UUID, screen: str, now: datetime
) -> None:
    """Evidence that a member of staff saw these: under the person's number, but for what is hidden from them (8.3)."""
    looks = [
        Act(
            operation=Operation.LOOK,
            clause="8.3",
            actor=Actor.STAFF,
            actor_id=staff,
            purpose=Purpose.STATE_BODIES,
            subject=None if one.is_hidden else one.subject_id,
            target=("disclosure", one.pk),
            details={"screen": screen},
        )
        for one in disclosures
    ]
    if looks:
        record_many(company=company, acts=looks, now=now)


def _show(disclosure: Disclosure, staff: UUID | None, now: datetime) -> None:
    disclosure.is_hidden = False
    disclosure.save(update_fields=["is_hidden"])
    tells = disclosure.state == State.GIVEN
    operation = Operation.DISCLOSED if tells else Operation.HOLD_LIFTED
    _record(disclosure, operation, staff, now, {"event": "shown"}, tells=tells)


def _check(company: Company, demand: Demand, hiding: Hiding | None, today: date) -> None:
    if not all(text.strip() for text in (demand.requester, demand.ground, demand.document)):
        raise DisclosureError(_("A disclosure names who demands it, by which law and by which document."))
    if any(len(text) > TEXT_LENGTH for text in (demand.requester, demand.ground, demand.document)):
        raise DisclosureError(_("Each of these is a line of at most %(most)s characters.") % {"most": TEXT_LENGTH})
    try:
        chosen = find_columns(demand.columns)
    except KeyError:
        raise DisclosureError(_("Something that is demanded is declared nowhere, or is a secret.")) from None
    own = terms_for(company).find_purpose(Purpose.STATE_BODIES)
    if not chosen or own is None:
        raise DisclosureError(_("Nothing is demanded that could be given."))
    if not all(may_pass(one, own) for one in chosen):
        raise DisclosureError(_("Something that is demanded isn't kept for answers to state bodies."))
    if hiding is not None:
        _check_hiding(hiding, today)


def _check_hiding(hiding: Hiding, today: date) -> None:
    if not hiding.law.strip() or len(hiding.law) > TEXT_LENGTH or hiding.review_on < today:
        raise DisclosureError(_("To hide it from the person takes a law, and a day of review that hasn't passed."))


def _lock(company: Company, disclosure_id: UUID, *states: State) -> Disclosure:
    rows = Disclosure.objects.filter(pk=disclosure_id, company=company, state__in=states)
    found = list(rows.select_for_update(of=("self",)))
    if not found:
        raise DisclosureError(_("There is no such disclosure at this stage."))
    found[0].company = company
    return found[0]


def _record(  # noqa: PLR0913, PLR0917 -- what an entry is made of
    disclosure: Disclosure,
    operation: Operation,
    staff: UUID | None,
    now: datetime,
    details: dict[str, Value] | None = None,
    tells: bool = False,  # noqa: FBT001, FBT002
) -> None:
    """Under the person's number only where it tells them of something that they may see."""
    record(
        company=disclosure.company, operation=operation, clause="9.3", now=now, purpose=Purpose.STATE_BODIES,
        actor=Actor.STAFF if staff else Actor.JOB, actor_id=staff,
        subject=disclosure.subject_id if tells and not disclosure.is_hidden else None,
        target=("disclosure", disclosure.pk), details=details or {},
    )  # fmt: skip
