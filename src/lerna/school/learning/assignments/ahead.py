"""What is ahead of a learner: the last days of what they haven't handed in, and what came back for rework."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from lerna.companies.models import Company
from lerna.kit.clock import local_day, to_local
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Assignment
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.assignments.models import State, Submission
from lerna.school.learning.assignments.queries import find_stored
from lerna.school.learning.deadlines.due import Due
from lerna.school.learning.deadlines.queries import find_follower, list_open_dues
from lerna.school.learning.models import Enrollment
from lerna.school.learning.models import State as Studying


@dataclass(frozen=True, slots=True)
class Returned:
    """A work that came back, at this moment, with these words of its curator."""

    enrollment: Enrollment
    lesson: Lesson
    assignment: Assignment
    comment: str = field(repr=False)
    at: datetime

    @property
    def until(self) -> date | None:
        """The last day on which the course takes it, None where it never closes: rework itself is never late."""
        ends_at = self.enrollment.ends_at
        return local_day(ends_at - timedelta(microseconds=1)) if ends_at else None


@dataclass(frozen=True, slots=True)
class Ahead:
    """All that waits for one person: by the nearest day, and by the longest wait."""

    dues: tuple[Due, ...]
    returned: tuple[Returned, ...]


def list_ahead(subject: DataSubject, *, now: datetime) -> Ahead:
    """What waits for this person. A query, one for the key where curators wrote, and five for each course. The caller
    works for LEARNING.
    """
    return Ahead(list_open_dues(subject), tuple(_list_returned(subject, now)))


def read_calendar(company: Company, token: str, *, now: datetime) -> Ahead | None:
    """The same for whoever has the secret address, as long as the person studies here; None where it opens nothing."""
    with processing(Purpose.LEARNING, company=company, reason="a calendar is read"):
        follower = find_follower(token)
        return list_ahead(follower, now=now) if follower else None


def _list_returned(subject: DataSubject, now: datetime) -> Iterator[Returned]:
    """Begun again it is ahead still; handed in it isn't, nor when the course has closed or the lesson lost the work."""
    again = Submission.objects.filter(
        enrollment=OuterRef("enrollment"), lesson=OuterRef("lesson"), block=OuterRef("block"),
        number__gt=OuterRef("number"),
    ).exclude(state=State.DRAFT)  # fmt: skip
    rows = Submission.objects.filter(
        ~Exists(again),
        Q(enrollment__ends_at=None) | Q(enrollment__ends_at__gt=now),
        subject=subject,
        state=State.RETURNED,
        lesson__retired_at=None,
    ).exclude(enrollment__state=Studying.LEFT)
    for row in rows.select_related("review", "enrollment__run__course", "lesson__published").order_by(
        "review__reviewed_at", "pk"
    ):
        assignment = find_stored(row.lesson.published.blocks, row.block) if row.lesson.published else None
        if assignment:
            said = row.review
            yield Returned(row.enrollment, row.lesson, assignment, said.comment or "", to_local(said.reviewed_at))
