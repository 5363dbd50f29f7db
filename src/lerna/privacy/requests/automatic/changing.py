"""Requests that change something: values are put right, consents end, processing stops, everything goes."""

from datetime import datetime

from lerna.companies.models import Company
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.obligations import Obligation, list_obligations
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.values import Value
from lerna.privacy.lifecycle.erasing.plan import wish_mask
from lerna.privacy.lifecycle.operations import correct_profile
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.requests.answers.answering import Answer, build_refusal
from lerna.privacy.requests.answers.blocking import begin_block
from lerna.privacy.requests.automatic import words
from lerna.privacy.requests.automatic.telling import say_nothing_held
from lerna.privacy.requests.clocks.dues import finish_by
from lerna.privacy.requests.demand import read_wish
from lerna.privacy.requests.letters import language_of
from lerna.privacy.requests.models import Happening, Outcome, Request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.operations import forbid
from lerna.privacy.subjects.permissions import law_mask, mask_of, may, purposes_of

OBLIGATION = "obligation"
DATA_RIGHT = "data-right"


def correct(request: Request, company: Company, now: datetime) -> Answer | None:
    """Puts the stated values right (clause 6.6). None where the person wrote more, which a person has to read."""
    values = read_wish(request.wish).values
    changed = correct_profile(subject=request.subject, actor=Actor.PERSON, now=now, **values) if values else ()
    if changed:
        add_step(request=request, company=company, happening=Happening.CORRECTED, actor=Actor.SYSTEM, now=now)
    if request.demand or not values:
        return None
    if not changed:
        return build_refusal(request, DATA_RIGHT)
    return Answer("request-corrected", {"changed": [words.say(name, language_of(request)) for name in changed]})


def stop_consents(request: Request, company: Company, now: datetime) -> Answer:
    """Ends the consents to the purposes chosen, or to all, but for what an obligation needs (clauses 6.3, 6.5).

    What rests on a contract isn't consented to and goes on (clause 6.2); the answer says so.
    """
    chosen = read_wish(request.wish).purposes
    terms = terms_for(company)
    ended, refused = _withdraw(
        request, now, chosen or tuple(own.key for own in terms.purposes if own.basis is LegalBasis.CONSENT)
    )
    going_on = [own for own in terms.purposes if own.basis is LegalBasis.CONTRACT and may(request.subject, own.key)]
    if ended:
        add_step(request=request, company=company, happening=Happening.STOPPED, actor=Actor.SYSTEM, now=now)
    language = language_of(request)
    values: dict[str, Value] = {
        "ended": words.say_purposes(company, ended, language),
        "erased_by": finish_by(request),
        "kept": [*_reasons(refused, request, company), *words.say_contracts(going_on, language)]
        or [words.say("nothing", language)],
    }
    return _partly("request-withdrawn", values, refused)


def restrict(request: Request, company: Company, now: datetime) -> Answer | None:
    """Blocks everything that no law orders.

    None where an obligation needs some of it, since a block knows no exception, and for a person who is blocked
    already: somebody has to look at that.
    """
    if request.subject.blocked_at is not None or list_obligations(request.subject):
        return None
    begin_block(request=request, company=company, actor=Actor.SYSTEM, now=now)
    laws = purposes_of(law_mask(terms_for(company)))
    return Answer("request-restricted", {"kept": words.say_kept(company, laws, language_of(request))})


def erase(request: Request, company: Company, now: datetime) -> Answer | None:
    """Stops everything now; the rows go once the letter has left (`finishing`). None for a blocked person, of whom
    nothing may be destroyed (law 94-V, art. 1): somebody has to look at that.
    """
    if request.subject.blocked_at is not None:
        return None
    language = language_of(request)
    holding = words.find_holding(request.subject, now)
    if holding is None:
        return say_nothing_held(company, language)
    obligations = list_obligations(request.subject)
    stopped = _stop_all(request, company, now, obligations)
    values: dict[str, Value] = {
        "erased": words.say_purposes(company, stopped, language),
        "kept": [*_reasons(obligations, request, company), *words.say_kept(company, holding.kept_for, language)],
    }
    return _partly("request-erased", values, obligations)


def _stop_all(
    request: Request, company: Company, now: datetime, obligations: tuple[Obligation, ...]
) -> tuple[Purpose, ...]:
    """Ends consents and contracts alike, but for what the obligations need; gives what stopped."""
    subject = request.subject
    kept = mask_of(own.purpose for own in obligations)
    stopped = purposes_of(subject.granted & wish_mask(terms_for(company)) & ~kept)
    _withdraw(request, now, stopped)
    left = [purpose for purpose in stopped if purpose in purposes_of(subject.granted)]
    if left:
        forbid(subject=subject, purposes=left)
    add_step(request=request, company=company, happening=Happening.STOPPED, actor=Actor.SYSTEM, now=now)
    return stopped


def _withdraw(
    request: Request, now: datetime, purposes: tuple[Purpose, ...]
) -> tuple[tuple[Purpose, ...], tuple[Obligation, ...]]:
    """The purposes that stand no more, those without a kept consent among them, and the obligations in the way."""
    before = request.subject.granted
    outcome = withdraw(
        subject=request.subject, channel=Channel(request.channel), hand=Hand(request.hand), site=request.site, now=now,
        purposes=purposes,
    )  # fmt: skip
    return purposes_of(before & ~request.subject.granted), outcome.refused


def _partly(template: str, values: dict[str, Value], obligations: tuple[Obligation, ...]) -> Answer:
    outcome = Outcome.PARTLY if obligations else Outcome.GRANTED
    return Answer(template, values, outcome, OBLIGATION if obligations else "")


def _reasons(obligations: tuple[Obligation, ...], request: Request, company: Company) -> list[str]:
    """Each purpose that goes on, with the obligation's own reason and its last day (clause 6.8)."""
    language = language_of(request)
    return [
        f"{words.say_purposes(company, [own.purpose], language)[0]}: {own.reason.in_language(language)}"
        + (f" ({words.say_day(own.ends_on, language)})" if own.ends_on else "")
        for own in obligations
    ]
