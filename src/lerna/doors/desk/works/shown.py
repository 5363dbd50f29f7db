"""The queue and a work as a curator reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest

from lerna.accounts.queries import Account, list_colleagues
from lerna.companies.models import Company
from lerna.doors.desk.works.forms import PhraseForm, ReviewForm
from lerna.doors.look.blocks.files import gather_files
from lerna.doors.look.media.addresses import address_for_account
from lerna.doors.look.studies.works import STATES, TONES, Scored, list_scores, say_promise, say_size
from lerna.privacy.policy.purposes import Purpose
from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.assignments.models import State
from lerna.school.learning.assignments.queries import (
    SIZE,
    FileOf,
    OpenWork,
    Version,
    Waiting,
    find_neighbors,
    list_phrases,
    list_waiting_runs,
    read_queue,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One work that waits; `taken_by` has it open, empty where nobody or the reader does."""

    work: Waiting
    is_late: bool
    promise: str
    taken_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with what it is called, and what it got."""

    version: Version
    state: object
    tone: str
    scores: tuple[Scored, ...]
    files: tuple[tuple[FileOf, str], ...]


def read_run(request: HttpRequest) -> int | None:
    """The run by which the queue is filtered; it stands in the address, from page to page."""
    asked = request.GET.get("run", "") or request.POST.get("run", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None  # noqa: PLR2004 -- more is no number of ours


def show_queue(account: Account, *, run: int | None, page: int, now: datetime) -> dict[str, Any]:
    """What waits, the late ones first because the earliest promise stands first."""
    company = account.subject.company
    queue = read_queue(company, run=run, page=page, now=now)
    names = _name_colleagues(company)
    lines = [
        Line(
            work=one,
            is_late=one.promised_at <= now,
            promise=say_promise(one.promised_at),
            taken_by=names.get(one.claimed_by, "") if one.claimed_by and one.claimed_by != account.user.pk else "",
            is_mine=one.claimed_by == account.user.pk,
        )
        for one in queue.works
    ]
    return {
        "lines": lines,
        "count": queue.count,
        "late": queue.late,
        "runs": list_waiting_runs(company),
        "run": run,
        "chosen": f"run={run}" if run else "",
        "page": Paginator(range(queue.count), SIZE).get_page(queue.page),
    }


def show_work(account: Account, work: OpenWork, *, run: int | None, now: datetime) -> dict[str, Any]:
    """One work with its rubric, its versions, and the ways on."""
    company, own = account.subject.company, account.user.pk
    before, after = find_neighbors(company, work.latest.id, run=run, reviewer=own, now=now)
    scores = list(list_scores(work.assignment))
    taken = work.claimed_until is not None and work.claimed_until > now and work.claimed_by != own
    return {
        "work": work,
        "shown": show_version(work.assignment, work.latest),
        "earlier": [show_version(work.assignment, one) for one in work.versions[-2::-1]],
        "assignment": work.assignment,
        "files": gather_files(company, work.assignment.task, address_for_account(own, now=now), now),
        "course": work.enrollment.run.course,
        "waits": work.latest.state is State.HANDED_IN,
        "taken_by": _name_colleagues(company).get(work.claimed_by, "") if taken and work.claimed_by else "",
        "is_taken": taken,
        "promise": say_promise(work.latest.promised_at) if work.latest.promised_at else "",
        "is_late": work.latest.promised_at is not None and work.latest.promised_at <= now,
        "before": before,
        "after": after,
        "run": run,
        "form": ReviewForm(scores=scores, owner=own),
        "phrases": list_phrases(own),
        "phrase_form": PhraseForm(prefix="phrase"),
    }


def show_version(assignment: Assignment, version: Version) -> ShownVersion:
    """The version with its review. No query."""
    return ShownVersion(
        version,
        STATES[version.state],
        TONES[version.state],
        tuple(list_scores(assignment, version.review)),
        tuple((file, say_size(file.size)) for file in version.files),
    )


def _name_colleagues(company: Company) -> Mapping[UUID, str]:
    colleagues: Sequence[Any] = list_colleagues(company, Purpose.LEARNING)
    return {one.id: one.name for one in colleagues}
