"""A request comes in, and it is seen who asks. What is done about it stands in `answers` and `automatic`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from lerna.companies.models import Company, Site
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.clocks.dues import answer_by, list_dues, rule
from lerna.privacy.requests.demand import Demand
from lerna.privacy.requests.identity.codes import WrongCodeError, use_code
from lerna.privacy.requests.identity.matching import find_address, find_known, find_represented
from lerna.privacy.requests.kinds.rules import Automatic, rules_of
from lerna.privacy.requests.letters import write_confirmation, write_receipt
from lerna.privacy.requests.models import Happening, Proof, Request, State
from lerna.privacy.requests.numbers import take_number
from lerna.privacy.requests.queries import NoSuchRequestError, hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

JOB = "requests.work"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is known to ask, and by what: `subject` is whose data it is about, `actor_id` the staff who took it down."""

    subject: DataSubject
    proof: Proof
    hand: Hand = Hand.PERSON
    actor: Actor = Actor.PERSON
    actor_id: UUID | None = None


class WrongStateError(Exception):
    """The request isn't in a state for this; the sentence says why."""


def receive_request(  # noqa: PLR0913 -- the sides of a request
    *,
    site: Site,
    demand: Demand,
    channel: Channel,
    language: LanguageCode,
    now: datetime,
    came_at: datetime | None = None,
    unasked: str = "",
    note: str = "",
) -> Request:
    """Takes down what somebody demands of whom nothing is known but what they stated (clauses 6.4, 6.8).

    Whoever is known by the address, or without one by the phone, is asked by a letter to the address on file; who isn't
    becomes a data subject of their own, for this request alone. What comes back looks the same. Nothing is done before
    the code that the letter brings is typed in (`confirm_identity`). A letter `came_at` a mailbox before it is
    read, and terms are counted from then. `unasked` says why no letter goes out and a person has to look; `note` stands
    in the timeline.
    """
    company = site.company
    hand = Hand.REPRESENTATIVE if demand.on_behalf_of else Hand.PERSON
    actor = Actor.REPRESENTATIVE if hand is Hand.REPRESENTATIVE else Actor.PERSON
    with transaction.atomic():
        known = find_known(company, email=demand.email, phone=demand.phone)
        sender = known[0] if known else _appear(site, demand, now)
        subject = (find_represented(sender, demand.on_behalf_of) if demand.on_behalf_of else None) or sender
        with processing(Purpose.REQUESTS, company=company, reason="a request is received"):
            request = _store(subject, site, demand, channel, hand, language, came_at or now, asked_at=now)
            add_step(
                request=request, company=company, happening=Happening.RECEIVED, actor=actor, now=now, note=note,
                details={"channel": channel.value},
            )  # fmt: skip
            if reason := unasked or ("" if find_address(subject) else "no-address"):
                add_step(
                    request=request, company=company, happening=Happening.LEFT_TO_PERSON, actor=Actor.SYSTEM, now=now,
                    details={"reason": reason},
                )  # fmt: skip
            else:
                _ask_identity(request, company, site, now)
        return request


def receive_known_request(  # noqa: PLR0913 -- the sides of a request
    *, asker: Asker, site: Site, demand: Demand, channel: Channel, language: LanguageCode, now: datetime
) -> Request:
    """Takes down a demand of somebody who is known: logged in, or seen by the staff with a signed statement (6.8).

    What the software does by itself follows at once.
    """
    company = site.company
    with transaction.atomic():
        _let_ask(asker.subject)
        with processing(Purpose.REQUESTS, company=company, reason="a request is received"):
            request = _store(asker.subject, site, demand, channel, asker.hand, language, now, asked_at=None)
            add_step(
                request=request, company=company, happening=Happening.RECEIVED, actor=asker.actor, now=now,
                actor_id=asker.actor_id, details={"channel": channel.value},
            )  # fmt: skip
            _verify(request, company, asker, now)
        return request


def confirm_identity(*, company: Company, request_id: UUID, typed: str, now: datetime) -> Request:
    """Takes the code from the letter: from now on it is known who asks (clause 6.8), and work on it begins.

    WrongCodeError, also for a request that waits for no code; the try is counted.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a code is typed in"):
        request = hold_request(request_id)
        try:
            use_code(request=request, typed=typed, now=now)
            is_right = request.state == State.RECEIVED
        except WrongCodeError:
            is_right = False
        if is_right:
            actor = Actor.REPRESENTATIVE if request.hand == Hand.REPRESENTATIVE else Actor.PERSON
            _verify(request, company, Asker(request.subject, Proof.CODE, actor=actor), now)
    if not is_right:
        raise WrongCodeError  # outside, so that the try stays counted
    return request


def confirm_in_session(*, company: Company, request_id: UUID, asker: Asker, now: datetime) -> Request:
    """Whoever is logged in says that a request which came by another way is theirs. NoSuchRequestError for one about
    somebody else; WrongStateError where it is known already who asks.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a person owns to a request"):
        request = hold_request(request_id)
        if asker.subject.pk not in {request.subject_id, request.subject.representative_id}:
            raise NoSuchRequestError("This request is about somebody else.")
        if request.state != State.RECEIVED:
            raise WrongStateError(f"The request is {request.state} already.")
        _verify(request, company, asker, now)
        return request


def confirm_at_desk(*, company: Company, request_id: UUID, actor_id: UUID, now: datetime) -> Request:
    """A member of staff has seen the signed statement of whoever asks (clause 6.8). WrongStateError after that."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="identity is seen at the desk"):
        request = hold_request(request_id)
        if request.state != State.RECEIVED:
            raise WrongStateError(f"The request is {request.state} already.")
        _verify(request, company, Asker(request.subject, Proof.STATEMENT, actor=Actor.STAFF, actor_id=actor_id), now)
        return request


def send_code_again(*, company: Company, request_id: UUID, now: datetime) -> None:
    """Another code to the address on file. NoMoreCodesError; WrongStateError where none is awaited."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a code is sent again"):
        request = hold_request(request_id)
        if request.state != State.RECEIVED or find_address(request.subject) is None:
            raise WrongStateError("No code is awaited for this request.")
        _ask_identity(request, company, company.sites.get(key=request.site), now)


def _ask_identity(request: Request, company: Company, site: Site, now: datetime) -> None:
    letter = write_confirmation(request=request, site=site, now=now)
    add_step(
        request=request, company=company, happening=Happening.IDENTITY_ASKED, actor=Actor.SYSTEM, now=now,
        letter=letter.pk,
    )  # fmt: skip


def _appear(site: Site, demand: Demand, now: datetime) -> DataSubject:
    """Somebody of whom nothing is held but this request, which a law orders to take (law 94-V, art. 24)."""
    subject = create_subject(company=site.company, site=site, now=now)
    with processing(Purpose.REQUESTS, company=site.company, reason="somebody unknown asks"):
        state_profile(
            subject=subject, actor=Actor.PERSON, now=now, name=demand.name, email=demand.email, phone=demand.phone
        )
    return subject


def _let_ask(subject: DataSubject) -> None:
    """The law's own purpose is permitted again where its term had passed: rights don't end."""
    if not may(subject, Purpose.REQUESTS):
        permit(subject=subject, purposes=[Purpose.REQUESTS])


def _store(  # noqa: PLR0913, PLR0917 -- the columns of a request
    subject: DataSubject,
    site: Site,
    demand: Demand,
    channel: Channel,
    hand: Hand,
    language: LanguageCode,
    now: datetime,
    asked_at: datetime | None,
) -> Request:
    request = Request(
        subject=subject,
        company=site.company,
        number=take_number(site.company, now),
        kind=demand.kind,
        channel=channel,
        hand=hand,
        site=site.key,
        language=language,
        demand=demand.text or None,
        wish=demand.write_wish(),
        name=demand.name or None,
        email=demand.email or None,
        phone=demand.phone or None,
        on_behalf_of=demand.on_behalf_of or None,
        against_id=demand.against,
        received_at=now,
        asked_at=asked_at,
    )
    request.due_at = rule(list_dues(request))
    request.save(force_insert=True)
    note_activity(
        company=site.company, subject=subject.pk, purpose=Purpose.REQUESTS, day=clock.local_day(now)
    )  # an earlier request's term may not end the purpose while this one is open
    return request


def _verify(request: Request, company: Company, asker: Asker, now: datetime) -> None:
    """In the block of the requests' purpose; the request is new or held."""
    request.state, request.verified_at, request.proof = State.VERIFIED, now, asker.proof
    request.due_at = rule(list_dues(request))
    Request.objects.filter(pk=request.pk).update(
        state=request.state, verified_at=now, proof=asker.proof, due_at=request.due_at
    )
    letter = None
    if rules_of(request.kind).automatic is Automatic.PERSON:
        letter = write_receipt(request=request, site=company.sites.get(key=request.site), now=now)
    add_step(
        request=request, company=company, happening=Happening.VERIFIED, actor=asker.actor, now=now,
        actor_id=asker.actor_id, letter=letter.pk if letter else None,
        details={"reason": asker.proof.value, "due_on": answer_by(request)},
    )  # fmt: skip
    defer_work(request, company)


def defer_work(request: Request, company: Company) -> None:
    """The software goes on with the request as soon as the transaction is committed.

    By our own connection, so that the job comes with the transaction also in the worker, which has another.
    """
    jobs = JobManager(DjangoConnector())
    configure_task(name=JOB, job_manager=jobs).defer(request=str(request.pk), company=company.pk)
