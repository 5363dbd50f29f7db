"""How a request is shown: the words of its file, and how much time is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise

from lerna.companies.models import Company
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.requests import words
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.kit.terms import describe_term
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.requests.clocks.dues import Due
from lerna.privacy.requests.file import FileStep, RequestFile
from lerna.privacy.requests.kinds.rules import load_rules, rules_of
from lerna.privacy.requests.models import Request

_DASH = "- "  # as letters draw a list


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """One line of a list. `days_left` counts whole days until the last one, 0 on it; None where nothing is due."""

    request: Request
    title: Localized
    state: Promise
    tone: str
    last_day: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One line of the timeline in words; `letter` is empty where none went out."""

    step: FileStep
    happening: Promise
    actor: Promise
    letter: Promise | str


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A paragraph of the answer, or a list in it."""

    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownDue:
    """One source's term: what, within what, by whose word, until which day; None while it stands still."""

    action: Localized
    within: str
    source: str
    last_day: date | None
    rules: bool


def show_request(request: Request, now: datetime, *, for_staff: bool = False) -> ShownRequest:
    """The line, as the person reads it or the staff do. No query."""
    last_day = (
        clock.last_day_before(request.due_at) if request.due_at and request.due_at > request.received_at else None
    )
    return ShownRequest(
        request=request,
        title=rules_of(request.kind).title,
        state=(words.STATES_FOR_STAFF if for_staff else words.STATES)[request.state],
        tone=words.TONES[request.state],
        last_day=last_day,
        days_left=max(0, (last_day - clock.local_day(now)).days) if last_day else None,
    )


def show_file(file: RequestFile, company: Company, now: datetime, *, for_staff: bool = False) -> dict[str, Any]:
    """What `look/request_file.html` asks for, in words to the person or to the staff. No query."""
    language = read_language()
    purposes = [own for own in terms_for(company).purposes if own.key in file.wish.purposes]
    shown = load_rules().words
    return {
        "file": file,
        "for_staff": for_staff,
        "state": (words.STATES_FOR_STAFF if for_staff else words.STATES)[file.state],
        "tone": words.TONES[file.state],
        "outcome": (words.OUTCOMES_FOR_STAFF if for_staff else words.OUTCOMES)[file.outcome] if file.outcome else "",
        "proof": words.PROOFS[file.proof] if file.proof else "",
        "channel": words.CHANNELS[file.channel],
        "steps": [_show_step(step, words.ACTORS_FOR_STAFF if for_staff else words.ACTORS) for step in file.steps],
        "dues": [_show_due(due, rules=place == 0, language=language) for place, due in enumerate(file.answer_dues)],
        "finish": [_show_due(due, rules=place == 0, language=language) for place, due in enumerate(file.dues)]
        if file.is_decided
        else [],
        "wishes": [own.title.in_language(language) for own in purposes]
        + [f"{shown[name].in_language(language)}: {value}" for name, value in file.wish.values.items()],
        "answer": [_show_part(part) for part in file.answer.split("\n\n")] if file.answer else [],
        "at_once": file.figures.took is not None and file.figures.took < timedelta(minutes=1),
        "is_late": file.is_late(now),
        "today": clock.local_day(now),
    }


def _show_part(part: str) -> AnswerPart:
    lines = part.split("\n")
    items = tuple(line.removeprefix(_DASH) for line in lines) if all(line.startswith(_DASH) for line in lines) else ()
    return AnswerPart("" if items else part, items)


def _show_step(step: FileStep, actors: Mapping[str, Promise]) -> ShownStep:
    letter = words.LETTERS[step.letter.state] if step.letter else ""
    return ShownStep(step, words.HAPPENINGS[step.happening], actors[step.actor], letter)


def _show_due(due: Due, *, rules: bool, language: Any) -> ShownDue:  # noqa: ANN401 -- one of the three codes
    return ShownDue(due.action, describe_term(due.term), due.source.cite(language), due.last_day, rules)
