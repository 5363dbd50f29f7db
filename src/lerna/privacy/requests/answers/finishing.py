"""After the answer: what it promised is done once its letter has left, and the request is closed (clauses 6.5, 6.7)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.obligations import list_obligations
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.models import State as LetterState
from lerna.privacy.letters.queries import count_waiting
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING, wish_mask
from lerna.privacy.lifecycle.erasure import start_erasure
from lerna.privacy.lifecycle.models import Clock, ErasureBatch, ErasureRun, Ground
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.blocking import end_block
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Happening, Kind, Outcome, Request, State
from lerna.privacy.requests.operations import WrongStateError
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.operations import forbid
from lerna.privacy.subjects.permissions import mask_of, purposes_of
from lerna.privacy.subjects.processing import processing

_GROUNDS = {Kind.ERASURE: Ground.DEMAND, Kind.UNLAWFUL: Ground.UNLAWFUL}
_GIVEN_UP = {LetterState.FAILED, LetterState.BOUNCED, LetterState.REFUSED}


def finish_request(*, company: Company, request_id: UUID, now: datetime) -> Request:
    """The next step of an answered request, as far as it can be taken now: an erasure begins, or the request is closed.

    Safe to repeat; another state is left as it is. An erasure that has begun goes on in `continue_erasure`.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request is finished"):
        request = hold_request(request_id)
        if request.state not in {State.ANSWERED, State.REFUSED}:
            return request
        if _has_to_erase(request):
            if request.run is not None:
                _end_erasure(request, request.run, company, now)
            elif _has_left(request, now):
                _begin_erasure(request, company, now)
        elif request.kind == Kind.WITHDRAWAL and _waits_for_destruction(request):
            return request
        elif _is_delivered(request, company, now):
            _close(request, company, Actor.JOB, None, now)
        return request


def close_by_hand(*, company: Company, request_id: UUID, note: str, actor_id: UUID, now: datetime) -> Request:
    """A member of staff has told the person in another way, such as by phone, because no letter reaches them.

    WrongStateError for a request without an answer, or while what the answer promised isn't done.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request is closed by hand"):
        request = hold_request(request_id)
        if request.state not in {State.ANSWERED, State.REFUSED}:
            raise WrongStateError("Only what is answered can be closed.")
        if _has_to_erase(request) or (request.kind == Kind.WITHDRAWAL and _waits_for_destruction(request)):
            raise WrongStateError("What the answer promised isn't done yet.")
        add_step(
            request=request, company=company, happening=Happening.NOTED, actor=Actor.STAFF, actor_id=actor_id,
            now=now, note=note,
        )  # fmt: skip
        _close(request, company, Actor.STAFF, actor_id, now)
        return request


def _has_to_erase(request: Request) -> bool:
    return request.kind in _GROUNDS and request.outcome != Outcome.REFUSED


def _has_left(request: Request, now: datetime) -> bool:
    """No letter to the person waits any more, or they have waited long enough: the address goes with the rest."""
    longest = timedelta(hours=load_rules().times.farewell_hours)
    return not count_waiting(request.subject) or (request.answered_at or now) <= now - longest


def _begin_erasure(request: Request, company: Company, now: datetime) -> None:
    """Writes the manifest. Who is blocked by this very request isn't any more, but nothing is permitted by then."""
    subject = request.subject
    obligations = mask_of(own.purpose for own in list_obligations(subject)) if request.kind == Kind.ERASURE else 0
    wish = wish_mask(terms_for(company))
    going = purposes_of(subject.granted & wish & ~obligations)
    if going:
        forbid(subject=subject, purposes=going)
    end_block(request=request, company=company, actor=Actor.SYSTEM, now=now)
    if subject.blocked_at is not None:
        return  # another request still blocks them, and what is blocked may not be destroyed
    run = start_erasure(
        company=company, people=[subject.pk], ground=_GROUNDS[Kind(request.kind)], actor=Actor.PERSON, now=now,
        ending=wish & ~obligations if subject.granted & obligations else EVERYTHING,
    )  # fmt: skip
    request.run = run.pk
    Request.objects.filter(pk=request.pk).update(run=run.pk)
    add_step(
        request=request, company=company, happening=Happening.ERASURE_STARTED, actor=Actor.JOB, now=now,
        details={"act": run.pk},
    )  # fmt: skip


def _end_erasure(request: Request, run_id: UUID, company: Company, now: datetime) -> None:
    """Closes once everything is gone and was searched for; begins anew where the person was left out, being blocked."""
    run = ErasureRun.objects.get(pk=run_id)
    if run.finished_at is None:
        return
    if not ErasureBatch.objects.filter(run=run, subjects__contains=[request.subject_id]).exists():
        request.run = None
        Request.objects.filter(pk=request.pk).update(run=None)
        return
    add_step(
        request=request, company=company, happening=Happening.ERASED, actor=Actor.JOB, now=now, details={"act": run.pk}
    )
    _close(request, company, Actor.JOB, None, now)


def _waits_for_destruction(request: Request) -> bool:
    """Whether a purpose that ended still has data; retention destroys them within the law's term (`lifecycle.toml`)."""
    return Clock.objects.filter(subject=request.subject_id, ended_on__isnull=False).exists()


def _is_delivered(request: Request, company: Company, now: datetime) -> bool:
    """Whether the answer's letter has left, or has gone with the person's data; a failure is noted once, for a person
    to tell them in another way.
    """
    states = list(Letter.objects.filter(pk__in=[request.letter]).values_list("state", flat=True))
    if not states or states == [LetterState.SENT]:
        return True
    if states[0] in _GIVEN_UP and not request.steps.filter(happening=Happening.UNDELIVERED).exists():
        add_step(request=request, company=company, happening=Happening.UNDELIVERED, actor=Actor.JOB, now=now)
    return False


def _close(request: Request, company: Company, actor: Actor, actor_id: UUID | None, now: datetime) -> None:
    request.state, request.closed_at, request.due_at = State.CLOSED, now, None
    Request.objects.filter(pk=request.pk).update(state=State.CLOSED, closed_at=now, due_at=None)
    add_step(
        request=request, company=company, happening=Happening.CLOSED, actor=actor, actor_id=actor_id, now=now,
        details={"outcome": request.outcome},
    )  # fmt: skip
    # From now on its own term runs, at whose end it goes too (clause 7.1-и).
    note_activity(company=company, subject=request.subject_id, purpose=Purpose.REQUESTS, day=clock.local_day(now))
