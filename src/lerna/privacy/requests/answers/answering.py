"""A request is taken up, answered, refused; by the software or by a member of staff (clauses 6.2, 6.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.acts import Value as Detail
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.texts import load_text
from lerna.privacy.letters.values import Value
from lerna.privacy.letters.wire.message import write_body
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.blocking import end_block
from lerna.privacy.requests.answers.publications import remove_publications
from lerna.privacy.requests.clocks.dues import list_dues, rule
from lerna.privacy.requests.kinds.rules import FOR_UNVERIFIED, load_rules, rules_of
from lerna.privacy.requests.letters import language_of, pick_values, write_letter
from lerna.privacy.requests.models import DECIDED, Happening, Kind, Outcome, Request, State
from lerna.privacy.requests.operations import WrongStateError
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.processing import processing


class NoReasonError(Exception):
    """A refusal without a ground of this kind of request; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who answers: the software, or a member of staff by the number of their account."""

    actor: Actor
    actor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said: a letter with its values, and what came of the request. `ground` where any part is refused."""

    template: str
    values: Mapping[str, Value] = field(repr=False)
    outcome: Outcome = Outcome.GRANTED
    ground: str = ""


def take_up(*, company: Company, request_id: UUID, actor_id: UUID, now: datetime) -> Request:
    """A member of staff takes the request. WrongStateError where nobody knows who asks, or it is answered already."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request is taken up"):
        request = _hold_undecided(request_id)
        _begin(request, company, Hand(Actor.STAFF, actor_id), now)
        return request


def answer_request(  # noqa: PLR0913 -- who answers what, in which words and language
    *,
    company: Company,
    request_id: UUID,
    text: str,
    actor_id: UUID,
    now: datetime,
    language: LanguageCode | None = None,
) -> Request:
    """A member of staff answers in their own words; empty lines part paragraphs (clause 6.2). In the language of the
    request, or in this one, in which the person is written to from now on.

    Where the data were blocked meanwhile: of a confirmed unlawful processing they are destroyed once the letter has
    left (6.7); of what was published that is removed, and the block lifted. WrongStateError, LetterValueError.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request is answered"):
        request = _hold_undecided(request_id)
        hand = Hand(Actor.STAFF, actor_id)
        request.language = language or request.language
        _begin(request, company, hand, now)
        if request.kind == Kind.UNPUBLISH:
            remove_publications(subject=request.subject, now=now)
        if request.kind != Kind.UNLAWFUL:
            end_block(request=request, company=company, actor=Actor.STAFF, now=now)
        answer = Answer("request-answer", {"answer": _split(text)})
        give_answer(request=request, company=company, answer=answer, hand=hand, now=now)
        return request


def refuse_request(  # noqa: PLR0913 -- who refuses what, why, in which words
    *, company: Company, request_id: UUID, ground: str, text: str, hand: Hand, now: datetime
) -> Request:
    """Refuses with the ground's own reason and, where there is any, `text`; says how to complain (clause 6.8).

    NoReasonError for a ground that this kind of request doesn't have. A block that waited for the decision is lifted.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request is refused"):
        request = _hold_undecided(request_id, also_unverified=ground in FOR_UNVERIFIED)
        refuse_held(request=request, company=company, ground=ground, text=text, hand=hand, now=now)
        return request


def refuse_held(  # noqa: PLR0913 -- as above
    *, request: Request, company: Company, ground: str, text: str, hand: Hand, now: datetime
) -> None:
    """The same of a request that is held already. In the block of the requests' purpose."""
    answer = build_refusal(request, ground, text)
    end_block(request=request, company=company, actor=hand.actor, now=now)
    give_answer(request=request, company=company, answer=answer, hand=hand, now=now)


def build_refusal(request: Request, ground: str, text: str = "") -> Answer:
    """The reason, who allows it, further words, and how to complain. NoReasonError."""
    chosen = next((own for own in rules_of(request.kind).grounds if own.key == ground), None)
    if chosen is None:
        raise NoReasonError(f"“{ground}” is no ground to refuse a request of the kind “{request.kind}”.")
    language = language_of(request)
    reason = f"{chosen.reason.in_language(language)} ({chosen.source.cite(language)})"
    values: dict[str, Value] = {
        "reasons": (reason, *_split(text)),
        "complain": load_rules().complain.in_language(language),
    }
    return Answer("request-refused", values, Outcome.REFUSED, ground)


def give_answer(*, request: Request, company: Company, answer: Answer, hand: Hand, now: datetime) -> None:
    """The answer is decided on: kept as it will be read, sent, and evident. The request is held.

    In the block of the requests' purpose. LetterValueError.
    """
    site = company.sites.get(key=request.site)
    refused = answer.outcome is Outcome.REFUSED
    if request.state == State.VERIFIED and not refused:
        Request.objects.filter(pk=request.pk).update(state=State.WORKING)
    letter = write_letter(request=request, site=site, template=answer.template, now=now, extra=answer.values)
    values = pick_values(request, site, answer.template, answer.values)
    request.answer = write_body(answer.template, values, site=site, language=language_of(request))
    request.state = State.REFUSED if refused else State.ANSWERED
    request.outcome, request.ground, request.answered_at, request.letter = answer.outcome, answer.ground, now, letter.pk
    request.due_at = rule(list_dues(request))
    request.save(update_fields=["state", "outcome", "ground", "answered_at", "answer", "letter", "due_at", "language"])
    details: dict[str, Detail] = {"outcome": answer.outcome.value, "template": answer.template}
    if answer.ground:
        details["reason"] = answer.ground
    add_step(
        request=request, company=company, happening=Happening.REFUSED if refused else Happening.ANSWERED,
        actor=hand.actor, actor_id=hand.actor_id, now=now, letter=letter.pk, details=details,
    )  # fmt: skip


def draft_answer(kind: Kind, number: str, language: LanguageCode) -> str:
    """What a person at the desk begins from; what they have to put in stands in square brackets. No query."""
    text = load_text(rules_of(kind).draft).texts[language]
    return "\n\n".join(text.paragraphs).replace("{number}", number)


def add_note(*, company: Company, request_id: UUID, text: str, actor_id: UUID, now: datetime) -> None:
    """A note of the staff for the staff; the person sees it with everything else that is held of them."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a note about a request"):
        add_step(
            request=hold_request(request_id), company=company, happening=Happening.NOTED, actor=Actor.STAFF,
            actor_id=actor_id, now=now, note=text,
        )  # fmt: skip


def _hold_undecided(request_id: UUID, *, also_unverified: bool = False) -> Request:
    request = hold_request(request_id)
    if request.state in DECIDED:
        raise WrongStateError("The request is answered already.")
    if request.state == State.RECEIVED and not also_unverified:
        raise WrongStateError("It isn't known yet who asks.")
    return request


def _begin(request: Request, company: Company, hand: Hand, now: datetime) -> None:
    """Into work, where it isn't yet; a member of staff who takes it has it from now on, and the timeline says so."""
    if hand.actor is Actor.STAFF and request.assigned_to != hand.actor_id:
        request.assigned_to = hand.actor_id
        Request.objects.filter(pk=request.pk).update(assigned_to=hand.actor_id)
    if request.state == State.VERIFIED:
        request.state = State.WORKING
        Request.objects.filter(pk=request.pk).update(state=State.WORKING)
    elif hand.actor is not Actor.STAFF or _is_of(request, hand):
        return
    add_step(
        request=request, company=company, happening=Happening.STARTED, actor=hand.actor, actor_id=hand.actor_id, now=now
    )


def _is_of(request: Request, hand: Hand) -> bool:
    latest = request.steps.filter(happening=Happening.STARTED).order_by("-place").values_list("actor_id", flat=True)
    return list(latest[:1]) == [hand.actor_id]


def _split(text: str) -> tuple[str, ...]:
    """Paragraphs without line breaks within, as letters take them."""
    parts = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(part for part in parts if part)
