"""What is read: a lesson's talk, a course's reviews, what the staff have to look at. The caller works for LEARNING."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from lerna.privacy.subjects.models import DataSubject
from lerna.school.catalogue.models import Course, Lesson
from lerna.school.feedback.models import Comment, CourseReview, ReaderReport, Report, Standing, Subscription
from lerna.school.feedback.names import read_names
from lerna.school.learning.models import Enrollment

THREADS = 20  # of one page
REVIEWS = 20  # of one page
WORK = 50  # posts of the moderator's page


@dataclass(frozen=True, slots=True)
class Shown:
    """One post as a reader sees it. `name` is empty for whoever chose none; `reason` is told to the author alone."""

    id: UUID
    author: UUID
    name: str = field(repr=False)
    text: str = field(repr=False)
    answer: str = field(repr=False)
    posted_at: datetime
    edited_at: datetime | None
    answered_at: datetime | None
    state: Standing
    reason: str
    is_own: bool
    stars: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with what was said below it; `first` None where its author took it back or may no longer be shown."""

    id: UUID
    first: Shown | None
    replies: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Talk:
    """One page of the threads under a lesson, the oldest first, and how many pages and comments there are."""

    threads: Sequence[Thread]
    count: int
    page: int
    pages: int
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What a moderator looks at: `reports` are the reasons that others gave."""

    post: Shown
    lesson: Lesson | None
    course: Course
    reports: Sequence[str]


def read_talks(enrollment: Enrollment, lesson: Lesson, pages: Mapping[str, int]) -> dict[str, Talk]:
    """What others see in these discussions of the lesson, and all of the reader's own; `pages` gives for each block's
    key, empty for the whole lesson, the page to read. Four queries, however many wrote.
    """
    reader = enrollment.subject_id
    seen = Comment.objects.filter(Q(state=Standing.SHOWN) | Q(subject=reader), lesson=lesson, block__in=list(pages))
    threads: dict[str, list[UUID]] = {block: [] for block in pages}
    counts = dict.fromkeys(pages, 0)
    for row in seen.values("block", "thread").annotate(since=Min("posted_at"), count=Count("pk")).order_by("since"):
        threads[row["block"]].append(row["thread"])
        counts[row["block"]] += row["count"]
    last = {block: max(1, -(-len(found) // THREADS)) for block, found in threads.items()}
    chosen = {block: max(1, min(page, last[block])) for block, page in pages.items()}
    tied = _tie_all(
        seen,
        {block: threads[block][(page - 1) * THREADS : page * THREADS] for block, page in chosen.items()},
        reader,
    )
    is_followed = Subscription.objects.filter(enrollment=enrollment, lesson=lesson).exists()
    return {block: Talk(tied[block], counts[block], chosen[block], last[block], is_followed) for block in pages}


def find_shown(comment_id: UUID, reader: DataSubject) -> Shown | None:
    """One comment as this reader sees it; None where they see none. Two queries."""
    seen = Comment.objects.filter(Q(state=Standing.SHOWN) | Q(subject=reader), pk=comment_id)
    return next((_show(one, read_names([one.subject_id]), reader.pk) for one in seen), None)


def list_reviews(course: Course, *, page: int = 1) -> tuple[Shown, ...]:
    """What everybody sees on the course's page, the latest first. Two queries."""
    shown = CourseReview.objects.filter(course=course, state=Standing.SHOWN).order_by("-posted_at", "pk")
    return _show_all(shown[(page - 1) * REVIEWS : page * REVIEWS])


def find_review(review_id: UUID) -> tuple[Course, Shown] | None:
    """One review as everybody sees it, and its course; None where nobody does. Two queries."""
    for one in CourseReview.objects.filter(pk=review_id, state=Standing.SHOWN).select_related("course"):
        return one.course, _show(one, read_names([one.subject_id]), None)
    return None


def show_own_review(review: CourseReview) -> Shown:
    """The author's own, with why it was hidden. One query."""
    return _show(review, read_names([review.subject_id]), review.subject_id)


def list_to_decide() -> tuple[Work, ...]:
    """What waits for a moderator and what was reported, the oldest first; of the company at work. Five queries."""
    reported = [model.objects.filter(settled_at=None).values("target") for model in (Report, ReaderReport)]
    wanted = Q(state=Standing.WAITING) | Q(pk__in=reported[0]) | Q(pk__in=reported[1])
    comments = Comment.objects.filter(wanted).select_related("lesson__course").order_by("posted_at", "pk")[:WORK]
    reviews = CourseReview.objects.filter(wanted).select_related("course").order_by("posted_at", "pk")[:WORK]
    return _list_work([*comments, *reviews])


def list_unanswered() -> tuple[Work, ...]:
    """Comments that the school hasn't answered, the latest first; of the company at work."""
    shown = Comment.objects.filter(state=Standing.SHOWN, answered_at=None).select_related("lesson__course")
    return _list_work(list(shown.order_by("-posted_at", "pk")[:WORK]))


def find_work(model: type[Comment] | type[CourseReview], target: UUID) -> Work | None:
    """One of them for the staff, whatever its state."""
    related = "lesson__course" if model is Comment else "course"
    return next(iter(_list_work(list(model.objects.filter(pk=target).select_related(related)))), None)


def _list_work(posts: Sequence[Comment | CourseReview]) -> tuple[Work, ...]:
    names = read_names(one.subject_id for one in posts)
    reports: dict[UUID, list[str]] = {}
    for model in (Report, ReaderReport):
        said = model.objects.filter(target__in=[one.pk for one in posts], settled_at=None)
        for target, reason in said.values_list("target", "reason"):
            reports.setdefault(target, []).append(reason)
    return tuple(
        Work(
            post=_show(one, names, one.subject_id),
            lesson=one.lesson if isinstance(one, Comment) else None,
            course=one.lesson.course if isinstance(one, Comment) else one.course,
            reports=reports.get(one.pk, []),
        )
        for one in posts
    )


def _show_all(posts: Iterable[CourseReview]) -> tuple[Shown, ...]:
    found = list(posts)
    names = read_names(one.subject_id for one in found)
    return tuple(_show(one, names, None) for one in found)


def _show(post: Comment | CourseReview, names: dict[UUID, str], reader: UUID | None) -> Shown:
    is_own = post.subject_id == reader
    return Shown(
        id=post.pk,
        author=post.subject_id,
        name=names.get(post.subject_id, ""),
        text=post.text,
        answer=post.answer or "",
        posted_at=post.posted_at,
        edited_at=post.edited_at,
        answered_at=post.answered_at,
        state=Standing(post.state),
        reason=post.reason if is_own else "",
        is_own=is_own,
        stars=post.stars if isinstance(post, CourseReview) else 0,
    )


def _tie_all(seen: QuerySet[Comment], threads: dict[str, list[UUID]], reader: UUID) -> dict[str, list[Thread]]:
    wanted = [thread for found in threads.values() for thread in found]
    comments = list(seen.filter(thread__in=wanted).order_by("posted_at", "pk"))
    names = read_names(one.subject_id for one in comments)
    rows: dict[UUID, list[Shown]] = {thread: [] for thread in wanted}
    for one in comments:
        rows[one.thread].append(_show(one, names, reader))
    return {block: [_tie(thread, rows[thread]) for thread in found] for block, found in threads.items()}


def _tie(thread: UUID, rows: Sequence[Shown]) -> Thread:
    first = next((one for one in rows if one.id == thread), None)
    return Thread(thread, first, [one for one in rows if one.id != thread])
