"""Every write of intake: a letter is taken once, whatever is killed when; the mailbox's state is kept."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import DataError, transaction

from lerna.companies.models import Company, Site
from lerna.kit import clock
from lerna.privacy.consents.models import Channel
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.operations import mark_returned
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.demand import Demand
from lerna.privacy.requests.identity.codes import WrongCodeError
from lerna.privacy.requests.intake.answering import HELD, find_silence
from lerna.privacy.requests.intake.foresee import find_report, foresee
from lerna.privacy.requests.intake.imap.account import find_authority
from lerna.privacy.requests.intake.meaning.understand import Understood
from lerna.privacy.requests.intake.meaning.words import Doubt, IntakeWords, load_words
from lerna.privacy.requests.intake.models import Box, Fault, Outcome, Problem, Taken
from lerna.privacy.requests.intake.notes import write_note
from lerna.privacy.requests.intake.queries import find_answered_request
from lerna.privacy.requests.intake.reading.letter import Letter, Ours, fingerprint, read_letter
from lerna.privacy.requests.intake.reading.traffic import Nature
from lerna.privacy.requests.models import TEXT_LENGTH, Happening, Kind, Request, State
from lerna.privacy.requests.operations import confirm_identity, receive_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.models import NAME_LENGTH
from lerna.privacy.subjects.processing import processing

FOLDERS = {
    Outcome.REQUEST: ("Lerna", "Requests"),
    Outcome.ADDED: ("Lerna", "Requests"),
    Outcome.DESK: ("Lerna", "Desk"),
    Outcome.RETURNED: ("Lerna", "Automatic"),
    Outcome.AUTOMATIC: ("Lerna", "Automatic"),
}
_UNASKED = {Doubt.MACHINE, Doubt.FORGED, Doubt.NOBODY, Doubt.UNREADABLE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter lies on its server; `uid_validity` 0 for a file, which stays where it is."""

    uid_validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter that is being taken."""

    place: Place
    content: bytes = field(repr=False)
    came_at: datetime
    letter: Letter


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a letter, why not more, which request it is about, and whether its answer is held back."""

    outcome: Outcome
    reason: str = ""
    request: UUID | None = None
    is_held: bool = False


def begin_round(*, company: Company, uid_validity: int, now: datetime) -> Box:
    """How far the mailbox was read. Where the server counts anew, from the beginning: what was taken is known again."""
    since = clock.local_day(now) - timedelta(days=load_words().first_days)
    with transaction.atomic():
        box, _ = Box.objects.select_for_update().get_or_create(
            company=company, defaults={"uid_validity": uid_validity, "since": since, "read_at": now}
        )
        if box.uid_validity != uid_validity:
            box.uid_validity, box.last_uid = uid_validity, 0
        box.read_at = now
        box.save()
        return box


def take_letter(*, company: Company, place: Place, content: bytes, came_at: datetime, now: datetime) -> Taken:
    """Reads one letter and does what it asks for, all in one transaction; the same letter again does nothing more.

    Terms are counted from `came_at`, when the server got it (clause 6.4). What can't be stored as it was read is taken
    as unreadable, so that it stops nothing and reaches a person.
    """
    arrival = _Arrival(place, content, came_at, read_letter(content, ours_of(company)))
    try:
        return _take(company, arrival, now)
    except (DataError, ValueError):
        unreadable = Letter(Nature.PERSON, "", "", "", "", is_readable=False)
        return _take(company, replace(arrival, letter=unreadable), now)


def mark_moved(*, taken: Taken, now: datetime) -> None:
    """The letter lies in its folder, or somebody has moved it elsewhere."""
    Taken.objects.filter(pk=taken.pk).update(moved_at=now)


def note_fault(*, company: Company, problem: Problem, now: datetime) -> bool:
    """The mailbox can't be read; False where that was known already."""
    with transaction.atomic():
        fault, is_new = Fault.objects.get_or_create(company=company, defaults={"problem": problem, "since": now})
        if is_new or fault.problem == problem:
            return is_new
        Fault.objects.filter(pk=fault.pk).update(problem=problem)
        return True


def clear_fault(*, company: Company) -> None:
    """The mailbox was read to its end."""
    Fault.objects.filter(company=company).delete()


def ours_of(company: Company) -> Ours:
    """By what the company's own letters are known."""
    sites = list(company.sites.all())
    addresses = {company.email, company.responsible_email, *(site.sender for site in sites)}
    marks = {mark.lower() for mark in (*addresses, *(site.host for site in sites))}
    return Ours(frozenset(marks), find_authority(company.slug))


def _take(company: Company, arrival: _Arrival, now: datetime) -> Taken:
    place = arrival.place
    digest = fingerprint(arrival.content, f"{company.slug}:{settings.SECRET_KEY}".encode())
    with transaction.atomic():
        boxes = list(Box.objects.select_for_update().filter(company=company))  # two rounds at once take turns
        at = Taken.objects.filter(company=company, uid_validity=place.uid_validity, uid=place.uid)
        if known := list(at):
            return known[0]
        before = list(Taken.objects.filter(company=company, digest=digest).exclude(outcome=Outcome.REPEATED))
        verdict = Verdict(Outcome.REPEATED) if before else _judge(company, arrival, now)
        folder = FOLDERS.get(Outcome(before[0].outcome) if before else verdict.outcome) if place.uid_validity else None
        taken = Taken.objects.create(
            company=company, uid_validity=place.uid_validity, uid=place.uid, digest=digest, outcome=verdict.outcome,
            reason=verdict.reason, request=verdict.request, folder="/".join(folder or ()), taken_at=now,
            moved_at=None if folder else now, held_at=now if verdict.is_held else None,
        )  # fmt: skip
        for box in boxes:
            if box.uid_validity == place.uid_validity:
                Box.objects.filter(pk=box.pk).update(last_uid=max(box.last_uid, place.uid))
        return taken


def _judge(company: Company, arrival: _Arrival, now: datetime) -> Verdict:
    content, letter = arrival.content, arrival.letter
    words = load_words()
    sites = {site.host: site.key for site in company.sites.served()}
    outcome, understood = foresee(content, letter, words, sites, ours_of(company))
    if outcome in {Outcome.OWN, Outcome.AUTOMATIC}:
        return Verdict(outcome)
    if report := find_report(content, letter):
        if report.for_good:
            mark_returned(company=company, letter_id=report.letter, word=report.status, now=now)
        return Verdict(Outcome.RETURNED)
    answered = find_answered_request(company, letter.answers) if letter.answers else None
    if answered is not None and _is_about(answered, understood):
        return _add(company, answered, understood, words, now)
    if answered is not None and not understood.concerns_us:
        understood = replace(understood, doubt=Doubt.NOTHING)
    if not understood.concerns_us:
        return Verdict(Outcome.ELSEWHERE)
    silence = str(understood.doubt) if understood.doubt in _UNASKED else find_silence(company, letter.address, now)
    request = _receive(company, arrival, understood, words, silence, now)
    outcome = Outcome.REQUEST if understood.kind else Outcome.DESK
    return Verdict(outcome, str(understood.doubt or ""), request.pk, silence in HELD)


def _is_about(request: Request, understood: Understood) -> bool:
    """Whether the answer to a letter about this open request says more of it, rather than demanding something else."""
    is_open = request.state in {State.RECEIVED, State.VERIFIED, State.WORKING}
    return is_open and understood.kind in {None, request.kind}


def _add(company: Company, request: Request, understood: Understood, words: IntakeWords, now: datetime) -> Verdict:
    """The code that its letter brought shows who asks, also when it is sent back; all else stands in the timeline."""
    if understood.code and request.state == State.RECEIVED:
        try:
            confirm_identity(company=company, request_id=request.pk, typed=understood.code, now=now)
        except WrongCodeError:
            pass  # kept as a letter, below
        else:
            return Verdict(Outcome.ADDED, "confirmed", request.pk)
    lead = words.notes["again"].in_language(understood.language)
    with processing(Purpose.REQUESTS, company=company, reason="another letter about a request"):
        add_step(
            request=request, company=company, happening=Happening.WRITTEN, actor=Actor.PERSON, now=now,
            note=f"{lead}\n\n{understood.text}"[:TEXT_LENGTH],
        )  # fmt: skip
    return Verdict(Outcome.ADDED, "", request.pk)


def _receive(  # noqa: PLR0913, PLR0917 -- what was read, and why nobody is answered
    company: Company, arrival: _Arrival, understood: Understood, words: IntakeWords, silence: str, now: datetime
) -> Request:
    place, letter = arrival.place, arrival.letter
    folder = "/".join(FOLDERS[Outcome.REQUEST if understood.kind else Outcome.DESK])
    return receive_request(
        site=_find_site(company, understood.site),
        demand=Demand(
            kind=understood.kind or Kind.UNCLEAR,
            text=understood.text[:TEXT_LENGTH],
            name=understood.name[:NAME_LENGTH],
            email=letter.address,
            phone=understood.phone,
            purposes=understood.purposes if understood.kind else (),
        ),
        channel=Channel.LETTER,
        language=understood.language,
        now=now,
        came_at=min(arrival.came_at, now),
        unasked=silence,
        note=write_note(letter, understood, words, folder=folder if place.uid_validity else "", uid=place.uid),
    )


def _find_site(company: Company, key: str) -> Site:
    """The one that the letter names, else the company's first."""
    sites = list(company.sites.served().order_by("place"))
    return next((site for site in sites if site.key == key), sites[0])
