"""What a learner was told. The caller works for LEARNING."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lerna.kit.clock import to_local
from lerna.privacy.subjects.models import DataSubject
from lerna.school.catalogue.models import LessonRevision
from lerna.school.learning.models import Enrollment
from lerna.school.learning.news.models import Kind, Notice, SiteOnly

MOST = 50


@dataclass(frozen=True, slots=True)
class News:
    """One piece; `title` is the work's, `lesson` and `block` lead to it."""

    kind: Kind
    title: str
    enrollment: Enrollment
    lesson: str
    block: str
    due_on: date | None
    at: datetime
    is_new: bool


def list_news(subject: DataSubject) -> Sequence[News]:
    """The latest news first. Two queries."""
    rows = Notice.objects.filter(subject=subject).select_related("enrollment__run__course", "lesson")
    notices = list(rows.order_by("-told_at", "pk")[:MOST])
    titles = _read_titles(notices)
    return [
        News(
            kind=Kind(one.kind),
            title=titles.get((one.lesson_id, one.block), one.lesson.title),
            enrollment=one.enrollment,
            lesson=one.lesson.key,
            block=one.block,
            due_on=one.due_on,
            at=to_local(one.told_at),
            is_new=one.read_at is None,
        )
        for one in notices
    ]


def list_by_letter(subject: DataSubject) -> tuple[Kind, ...]:
    """Which kinds of news the person gets by letter too. One query."""
    refused = set(SiteOnly.objects.filter(subject=subject).values_list("kind", flat=True))
    return tuple(kind for kind in Kind if kind not in refused)


def _read_titles(notices: Sequence[Notice]) -> Mapping[tuple[int, str], str]:
    published = LessonRevision.objects.filter(pk__in={one.lesson.published_id for one in notices})
    return {
        (lesson, block["key"]): block["title"]
        for lesson, blocks in published.values_list("lesson_id", "blocks")
        for block in blocks
        if "title" in block and "key" in block
    }
