"""Whose calendar an address opens, and what stands in it."""

from lerna.privacy.subjects.models import DataSubject
from lerna.school.learning.deadlines.due import Due, list_dues
from lerna.school.learning.deadlines.models import FeedAddress
from lerna.school.learning.deadlines.operations import hash_token
from lerna.school.learning.models import Enrollment, State


def find_token(subject: DataSubject) -> str:
    """The secret of the person's calendar; empty where they have none. Up to two queries. The caller works for
    LEARNING.
    """
    return next((str(one.token) for one in FeedAddress.objects.filter(subject=subject)), "")


def list_open_dues(subject: DataSubject) -> tuple[Due, ...]:
    """The last days of everything that the person hasn't handed in yet, the nearest first. Five queries for each
    course. The caller works for LEARNING.
    """
    found = Enrollment.objects.filter(subject=subject, state=State.ACTIVE)
    enrollments = found.select_related("run__course", "subject").order_by("enrolled_at", "pk")
    dues = [due for one in enrollments for due in list_dues([one]) if due.on and not due.is_done]
    return tuple(sorted(dues, key=lambda due: (due.on or due.enrollment.enrolled_at.date(), due.work.place)))


def find_follower(token: str) -> DataSubject | None:
    """Whose calendar this secret opens. One query. The caller works for LEARNING."""
    found = FeedAddress.objects.filter(digest=hash_token(token)).select_related("subject").first()
    return found.subject if found else None
