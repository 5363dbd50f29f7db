"""Every read of works that decides something: a person's versions, a curator's queue. Each names its own purpose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from lerna.companies.models import Company
from lerna.kit.clock import to_local
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Assignment
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import Lesson, LessonRevision
from lerna.school.learning.assignments.files import open_file
from lerna.school.learning.assignments.models import Phrase, Review, State, Submission, SubmittedFile
from lerna.school.learning.models import Enrollment
from lerna.school.learning.people import read_names

SIZE = 50  # works on a page of the queue
_ORDER = ("promised_at", "handed_in_at", "pk")  # of the queue: many are promised for one evening


class NoSuchWorkError(LookupError):
    """Nobody of this company, or not this person, has such a work or file."""


@dataclass(frozen=True, slots=True)
class FileOf:
    """A file with a version; `size` in bytes."""

    id: UUID
    name: str = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class ReviewOf:
    """What was said of a version. `sum` are the points before lateness took off, `earned` after."""

    is_accepted: bool
    points: Mapping[str, Decimal]
    sum: Decimal
    earned: Decimal
    possible: Decimal
    comment: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a work, opened."""

    id: UUID
    number: int
    state: State
    text: str = field(repr=False)
    link: str = field(repr=False)
    files: tuple[FileOf, ...]
    saved_at: datetime
    handed_in_at: datetime | None
    promised_at: datetime | None
    late_days: int
    review: ReviewOf | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue. `claimed_by` is an account, while it has the work open; `subject` whose work it is."""

    id: UUID
    subject: UUID
    name: str = field(repr=False)
    course: str
    run: str
    work: str
    number: int
    handed_in_at: datetime
    promised_at: datetime
    claimed_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page, counted from 1, the earliest promise first; on all pages `count` works wait, `late` too long."""

    works: tuple[Waiting, ...]
    count: int
    late: int
    page: int


@dataclass(frozen=True, slots=True)
class RunWaiting:
    """How many works of a run wait."""

    id: int
    course: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A work as its curator sees it: whose, which, and all its versions, the newest last."""

    enrollment: Enrollment
    lesson: Lesson
    assignment: Assignment
    name: str = field(repr=False)
    versions: tuple[Version, ...]
    claimed_by: UUID | None
    claimed_until: datetime | None

    @property
    def latest(self) -> Version:
        """What is looked at now."""
        return self.versions[-1]


def list_versions(enrollment: Enrollment, lesson: Lesson, block: str) -> tuple[Version, ...]:
    """What the person made of one work, the oldest first. Three queries. The caller works for LEARNING."""
    rows = Submission.objects.filter(enrollment=enrollment, lesson=lesson, block=block).order_by("number")
    return tuple(_open(row) for row in _with_all(rows))


def list_latest(enrollment: Enrollment, lesson: Lesson, blocks: Iterable[str]) -> Mapping[str, Version]:
    """The newest version of each of these works, by block. Three queries. The caller works for LEARNING."""
    rows = Submission.objects.filter(enrollment=enrollment, lesson=lesson, block__in=list(blocks)).order_by("number")
    return {row.block: _open(row) for row in _with_all(rows)}


def read_submitted_file(company: Company, file_id: UUID, *, of: UUID | None = None) -> tuple[str, bytes, UUID]:
    """Name and bytes of a file that was handed in or is being, and whose it is; `of` one person's alone.
    NoSuchWorkError.
    """
    with processing(Purpose.LEARNING, company=company, reason="a file of a work is opened"):
        rows = SubmittedFile.objects.filter(pk=file_id)
        rows = rows.exclude(submission__state=State.DRAFT) if of is None else rows.filter(subject=of)
        for file in rows:
            return str(file.name), open_file(file), file.subject_id
    raise NoSuchWorkError


def read_queue(company: Company, *, run: int | None, page: int, now: datetime) -> Queue:
    """A page of the works that wait, or the last one where there are fewer pages. Six queries."""
    with processing(Purpose.LEARNING, company=company, reason="a curator looks at what waits"):
        waiting = _waiting(run)
        counts = waiting.aggregate(count=Count("pk"), late=Count("pk", filter=Q(promised_at__lte=now)))
        page = max(1, min(page, -(-counts["count"] // SIZE)))
        shown = waiting.select_related("enrollment__run__course", "lesson").order_by(*_ORDER)
        rows = list(shown[(page - 1) * SIZE : page * SIZE])
        titles, names = _read_titles(rows), read_names({row.subject_id for row in rows})
        works = tuple(
            Waiting(
                id=row.pk, subject=row.subject_id, name=names.get(row.subject_id, ""),
                course=row.enrollment.run.course.title, run=row.enrollment.run.key,
                work=titles.get((row.lesson_id, row.block), row.lesson.title), number=row.number,
                handed_in_at=to_local(row.handed_in_at or now), promised_at=to_local(row.promised_at or now),
                claimed_by=row.claimed_by if row.claimed_until and row.claimed_until > now else None,
            )
            for row in rows
        )  # fmt: skip
        return Queue(works=works, page=page, **counts)


def list_waiting_runs(company: Company) -> tuple[RunWaiting, ...]:
    """In which runs works wait, and how many. One query."""
    with processing(Purpose.LEARNING, company=company, reason="where works wait"):
        counts: dict[tuple[int, str, str], int] = {}
        for run, title, key in (
            _waiting(None)
            .order_by("enrollment__run__course__title", "enrollment__run__key")
            .values_list("enrollment__run_id", "enrollment__run__course__title", "enrollment__run__key")
        ):
            counts[run, title, key] = counts.get((run, title, key), 0) + 1
        return tuple(RunWaiting(run, title, key, count) for (run, title, key), count in counts.items())


def find_neighbors(
    company: Company, submission_id: UUID, *, run: int | None, reviewer: UUID, now: datetime
) -> tuple[UUID | None, UUID | None]:
    """The works before and after this one in the queue that no colleague has open; also of one that waits no more.
    Two queries.
    """
    with processing(Purpose.LEARNING, company=company, reason="which work comes next"):
        free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=reviewer)
        own = Submission.objects.filter(pk=submission_id).values_list(*_ORDER).first()
        queue = list(_waiting(run).filter(free).exclude(pk=submission_id).order_by(*_ORDER).values_list(*_ORDER))
    place = own or (now, now, submission_id)
    before, after = ([one for one in queue if one < place], [one for one in queue if one > place])
    return (before[-1][2] if before else None), (after[0][2] if after else None)


def open_work(company: Company, submission_id: UUID) -> OpenWork:
    """Everything that a curator needs of one work; drafts are nobody's but the learner's. Eight queries.
    NoSuchWorkError.
    """
    with processing(Purpose.LEARNING, company=company, reason="a curator looks at a work"):
        found = Submission.objects.filter(pk=submission_id).exclude(state=State.DRAFT)
        row = found.select_related("enrollment__run__course", "enrollment__subject", "lesson__published").first()
        if row is None:
            raise NoSuchWorkError
        row.enrollment.subject.company = company
        versions = tuple(
            one
            for one in list_versions(row.enrollment, row.lesson, row.block)
            if one.state != State.DRAFT and one.number <= row.number
        )
        return OpenWork(
            enrollment=row.enrollment,
            lesson=row.lesson,
            assignment=find_assignment(row.lesson, row.block),
            name=read_names([row.subject_id]).get(row.subject_id, ""),
            versions=versions,
            claimed_by=row.claimed_by,
            claimed_until=to_local(row.claimed_until) if row.claimed_until else None,
        )


def find_assignment(lesson: Lesson, block: str) -> Assignment:
    """The assignment as the lesson has it now or, where it left the lesson, as it last had it: what was handed in is
    checked all the same. Mostly no query, else one.
    """
    if lesson.published and (current := find_stored(lesson.published.blocks, block)):
        return current
    for stored in lesson.revisions.order_by("-number").values_list("blocks", flat=True):
        if former := find_stored(stored, block):
            return former
    raise NoSuchWorkError


def find_stored(stored: list[dict[str, Any]], block: str) -> Assignment | None:
    """The assignment of this key among the blocks of a revision, None where they have none. No query."""
    for one in stored:
        if one["kind"] == Assignment.KIND and one["key"] == block:
            (found,) = read_blocks([one])
            return found if isinstance(found, Assignment) else None
    return None


def list_phrases(owner: UUID) -> Sequence[Phrase]:
    """What this curator says often. One query."""
    return list(Phrase.objects.filter(owner=owner))


def _waiting(run: int | None) -> "QuerySet[Submission]":
    waiting = Submission.objects.filter(state=State.HANDED_IN)
    return waiting if run is None else waiting.filter(enrollment__run=run)


def _with_all(rows: "QuerySet[Submission]") -> "QuerySet[Submission]":
    return rows.select_related("review").prefetch_related(Prefetch("files", SubmittedFile.objects.all()))


def _open(row: Submission) -> Version:
    return Version(
        id=row.pk,
        number=row.number,
        state=State(row.state),
        text=row.text or "",
        link=row.link or "",
        files=tuple(FileOf(file.pk, str(file.name), file.size) for file in row.files.all()),
        saved_at=to_local(row.saved_at),
        handed_in_at=to_local(row.handed_in_at) if row.handed_in_at else None,
        promised_at=to_local(row.promised_at) if row.promised_at else None,
        late_days=row.late_days,
        review=_open_review(row.review) if hasattr(row, "review") else None,
    )


def _open_review(row: Review) -> ReviewOf:
    points = {key: Decimal(value) for key, value in row.points.items()}
    return ReviewOf(
        is_accepted=row.decision == Review.Decision.ACCEPT,
        points=points,
        sum=sum(points.values(), Decimal()),
        earned=row.earned,
        possible=row.possible,
        comment=row.comment or "",
        at=to_local(row.reviewed_at),
    )


def _read_titles(rows: Sequence[Submission]) -> Mapping[tuple[int, str], str]:
    """What the works are called now. One query."""
    published = LessonRevision.objects.filter(pk__in={row.lesson.published_id for row in rows})
    return {
        (lesson, block["key"]): block["title"]
        for lesson, blocks in published.values_list("lesson_id", "blocks")
        for block in blocks
        if block["kind"] == Assignment.KIND
    }
