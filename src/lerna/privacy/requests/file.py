"""One request's file, opened: what was demanded, the terms, each step, the letters, the evidence, the answer.

The person's page, the printed one and the desk show the same. Read in one block, so that no row leaves it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.clocks.dues import Due, list_answer_dues, list_dues, rule
from lerna.privacy.requests.demand import Wish, read_wish
from lerna.privacy.requests.kinds.rules import Ground, Rules, load_rules, rules_of
from lerna.privacy.requests.models import DECIDED, Happening, Kind, Outcome, Proof, Request, State, Step
from lerna.privacy.requests.queries import NoSuchRequestError
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter about the request: which text, and how far it came. `ended_at` None while it waits."""

    template: str
    state: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileStep:
    """One line of the timeline; `letter` None where none went out, or where it went with the person's data."""

    place: int
    happening: Happening
    at: datetime
    actor: str
    actor_id: UUID | None
    note: str = field(repr=False)
    letter: SentLetter | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry of the ledger about the request."""

    number: int
    at: datetime
    operation: str
    clause: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """How long the answer took, what was left of the strictest term, and whether it came in time; None before it."""

    took: timedelta | None
    left: timedelta | None
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class RequestFile:
    """Everything of one request. Texts may be empty; `against` is the number of the request complained about."""

    id: UUID
    subject: UUID
    number: str
    kind: Kind
    rules: Rules
    state: State
    channel: str
    hand: str
    site: str
    language: str
    demand: str = field(repr=False)
    wish: Wish = field(repr=False)
    name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    on_behalf_of: str = field(repr=False)
    against: str
    received_at: datetime
    asked_at: datetime | None
    verified_at: datetime | None
    proof: Proof | None
    blocked_at: datetime | None
    assigned_to: UUID | None
    due_at: datetime | None
    dues: tuple[Due, ...]
    answer_dues: tuple[Due, ...]
    answered_at: datetime | None
    outcome: Outcome | None
    ground: Ground | None
    answer: str = field(repr=False)
    closed_at: datetime | None
    run: UUID | None
    archive_until: date | None  # the last day on which the copy of the data can be taken
    steps: tuple[FileStep, ...] = field(repr=False)
    evidence: tuple[Evidence, ...] = field(repr=False)
    figures: Figures

    @property
    def is_decided(self) -> bool:
        """Whether there is an answer."""
        return self.state in DECIDED

    @property
    def last_day(self) -> date | None:
        """The last day for what is due next."""
        return clock.last_day_before(self.due_at) if self.due_at else None

    def is_late(self, now: datetime) -> bool:
        """Whether the strictest term has passed."""
        return self.due_at is not None and self.due_at <= now


def read_file(company: Company, request_id: UUID) -> RequestFile:
    """The whole file. NoSuchRequestError. Four queries, whatever its length."""
    with processing(Purpose.REQUESTS, company=company, reason="a request's file is read"):
        found = list(Request.objects.filter(pk=request_id).select_related("against"))
        if not found:
            raise NoSuchRequestError("This company has no request of this number.")
        request = found[0]
        steps = tuple(request.steps.order_by("place"))
        letters = _read_letters(steps)
        return _open(request, company, tuple(_open_step(step, letters) for step in steps))


def archive_until(request: Request) -> date | None:
    """The last day for taking the copy; None where there is none to take."""
    if request.kind != Kind.ACCESS or request.outcome != Outcome.GRANTED or request.answered_at is None:
        return None
    return clock.local_day(request.answered_at) + timedelta(days=load_rules().times.archive_days)


def _read_letters(steps: tuple[Step, ...]) -> dict[UUID, SentLetter]:
    wanted = [step.letter for step in steps if step.letter]
    letters = Letter.objects.filter(pk__in=wanted).defer("address", "context")
    return {
        letter.pk: SentLetter(letter.template, letter.state, letter.created_at, letter.ended_at) for letter in letters
    }


def _open_step(step: Step, letters: Mapping[UUID, SentLetter]) -> FileStep:
    return FileStep(
        place=step.place,
        happening=Happening(step.happening),
        at=clock.to_local(step.at),
        actor=step.actor,
        actor_id=step.actor_id,
        note=step.note or "",
        letter=letters.get(step.letter) if step.letter else None,
    )


def _open(request: Request, company: Company, steps: tuple[FileStep, ...]) -> RequestFile:
    answer_dues = list_answer_dues(request)
    return RequestFile(
        id=request.pk,
        subject=request.subject_id,
        number=request.number,
        kind=Kind(request.kind),
        rules=rules_of(request.kind),
        state=State(request.state),
        channel=request.channel,
        hand=request.hand,
        site=request.site,
        language=request.language,
        demand=request.demand or "",
        wish=read_wish(request.wish),
        name=request.name or "",
        email=request.email or "",
        phone=request.phone or "",
        on_behalf_of=request.on_behalf_of or "",
        against=request.against.number if request.against else "",
        received_at=clock.to_local(request.received_at),
        asked_at=_local(request.asked_at),
        verified_at=_local(request.verified_at),
        proof=Proof(request.proof) if request.proof else None,
        blocked_at=_local(request.blocked_at),
        assigned_to=request.assigned_to,
        due_at=_local(request.due_at),
        dues=list_dues(request),
        answer_dues=answer_dues,
        answered_at=_local(request.answered_at),
        outcome=Outcome(request.outcome) if request.outcome else None,
        ground=load_rules().grounds.get(request.ground),
        answer=request.answer or "",
        closed_at=_local(request.closed_at),
        run=request.run,
        archive_until=archive_until(request),
        steps=steps,
        evidence=_read_evidence(request, company),
        figures=_count(request, rule(answer_dues)),
    )


def _read_evidence(request: Request, company: Company) -> tuple[Evidence, ...]:
    lines = ((entry, read_line(entry)) for entry in reversed(list_about(company, request.subject_id)))
    return tuple(
        Evidence(entry.pk, clock.to_local(entry.at), line["operation"], line["clause"], line.get("details", {}))
        for entry, line in lines
        if line.get("target_id") == str(request.pk)
    )


def _count(request: Request, due_at: datetime | None) -> Figures:
    if request.answered_at is None:
        return Figures(None, None, None)
    left = due_at - request.answered_at if due_at else None
    return Figures(request.answered_at - request.received_at, left, left is None or left > timedelta(0))


def _local(moment: datetime | None) -> datetime | None:
    return clock.to_local(moment) if moment else None
