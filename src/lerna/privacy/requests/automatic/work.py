"""The first work on each request whose sender is known: by the software, or left to a person (clause 6.2)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.consents.models import Channel
from lerna.privacy.consents.models import Hand as Whose
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.answering import Answer, Hand, give_answer
from lerna.privacy.requests.answers.blocking import begin_block
from lerna.privacy.requests.automatic.changing import correct, erase, restrict, stop_consents
from lerna.privacy.requests.automatic.telling import tell_holding, tell_transfers
from lerna.privacy.requests.clocks.dues import answer_by
from lerna.privacy.requests.identity.matching import find_known
from lerna.privacy.requests.kinds.rules import Automatic, rules_of
from lerna.privacy.requests.letters import write_letter
from lerna.privacy.requests.models import Happening, Proof, Request, State
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing

Do = Callable[[Request, Company, datetime], Answer | None]

_DOES: Mapping[Automatic, Do] = {
    Automatic.ARCHIVE: tell_holding,
    Automatic.TRANSFERS: tell_transfers,
    Automatic.CORRECT: correct,
    Automatic.BLOCK: restrict,
    Automatic.ERASE: erase,
    Automatic.WITHDRAW: stop_consents,
}


def work_on(*, company: Company, request_id: UUID, now: datetime) -> Request:
    """Does what the software can, and answers; else blocks what has to be, and leaves it to a person.

    One transaction: interrupted anywhere, nothing was done and the next call begins anew. A request that isn't waiting
    for this is left as it is. NoSuchRequestError; errors of keys and letters leave it waiting.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request is worked on"):
        request = hold_request(request_id)
        if request.state != State.VERIFIED:
            return request
        automatic = rules_of(request.kind).automatic
        does = _DOES.get(automatic)
        answer = does(request, company, now) if does and not _is_unclear(request, company) else None
        if answer is not None:
            give_answer(request=request, company=company, answer=answer, hand=Hand(Actor.SYSTEM), now=now)
        else:
            letter = _examine(request, company, now) if automatic is Automatic.EXAMINE else None
            _leave_to_person(request, company, letter, now)
        return request


def _is_unclear(request: Request, company: Company) -> bool:
    """Whose data it is about isn't sure enough for a machine: several are known by the address, a representative asks
    for somebody who wasn't found, or a letter from an address that nobody had adds a phone that somebody may have.
    """
    if request.hand == Whose.REPRESENTATIVE and request.subject.representative_id is None:
        return True
    if request.proof != Proof.CODE or request.subject.representative_id is not None:
        return False
    is_new = request.asked_at is not None and request.subject.created_at >= request.asked_at
    if request.channel == Channel.LETTER and request.phone and is_new:
        return True
    profile = Profile.objects.get(subject=request.subject)
    return len(find_known(company, email=profile.email or "", phone="")) > 1


def _examine(request: Request, company: Company, now: datetime) -> Letter:
    begin_block(request=request, company=company, actor=Actor.SYSTEM, now=now)
    site = company.sites.get(key=request.site)
    extra = {"answer_by": answer_by(request)}
    return write_letter(request=request, site=site, template="request-blocked", now=now, extra=extra)


def _leave_to_person(request: Request, company: Company, letter: Letter | None, now: datetime) -> None:
    request.state = State.WORKING
    Request.objects.filter(pk=request.pk).update(state=State.WORKING)
    add_step(
        request=request, company=company, happening=Happening.LEFT_TO_PERSON, actor=Actor.SYSTEM, now=now,
        letter=letter.pk if letter else None,
    )  # fmt: skip
