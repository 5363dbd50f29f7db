"""When lessons open: by the enrollment's days, by the run's, and after the courses that come before."""

from datetime import date, timedelta

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.access import is_lesson_open
from lerna.school.learning.models import Enrollment, Origin, State
from lerna.school.learning.operations import enroll
from lerna.school.learning.tests.conftest import NOW, Bring, lesson_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DAY = timedelta(days=1)


def is_open(enrollment: Enrollment, key: str, after: timedelta) -> bool:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return is_lesson_open(enrollment, lesson_of(enrollment, key), NOW + after)


@pytest.mark.parametrize(
    ("run", "opens_after"),
    [
        ({"opens": "all"}, 0),
        ({"opens": "weekly"}, 7),
        ({"opens": "days"}, 3),
        ({"opens": "days", "starts_on": None}, 3),
        ({"opens": "weekly", "starts_on": date(2026, 12, 9)}, 9),
    ],
)
def test_a_section_opens_by_the_run(
    aigerim: DataSubject, newskills: Company, bring: Bring, run: dict[str, object], opens_after: int
) -> None:
    enrollment = enroll(
        subject=aigerim, run=bring(newskills, **run), origin=Origin.ORDER, actor=Actor.SYSTEM, now=NOW - 30 * DAY,
        opens_at=NOW,
    )  # fmt: skip
    opened = [days for days in range(12) if is_open(enrollment, "warm", days * DAY)]
    assert opened == list(range(opens_after, 12))
    assert not is_open(enrollment, "light", -DAY)


def test_it_closes_with_the_enrollment(aigerim: DataSubject, newskills: Company, bring: Bring) -> None:
    enrollment = enroll(
        subject=aigerim, run=bring(newskills), origin=Origin.ORDER, actor=Actor.SYSTEM, now=NOW, ends_at=NOW + DAY
    )
    assert is_open(enrollment, "light", DAY / 2)
    assert not is_open(enrollment, "light", DAY)


@pytest.mark.parametrize(("origin", "opened"), [(Origin.ORDER, []), (Origin.SELF, []), (Origin.STAFF, ["light"])])
def test_what_comes_before_comes_first_unless_the_staff_decide(
    aigerim: DataSubject, newskills: Company, bring: Bring, origin: Origin, opened: list[str]
) -> None:
    before, after = bring(newskills, "drawing-kk"), bring(newskills)
    after.course.after.add(before.course)
    enrollment = enroll(subject=aigerim, run=after, origin=origin, actor=Actor.SYSTEM, now=NOW)
    assert [key for key in ("light",) if is_open(enrollment, key, DAY)] == opened
    first = enroll(subject=aigerim, run=before, origin=origin, actor=Actor.SYSTEM, now=NOW)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        Enrollment.objects.filter(pk=first.pk).update(state=State.FINISHED, finished_at=NOW)
    assert is_open(enrollment, "light", DAY)


def test_a_lesson_of_another_course_is_shut(aigerim: DataSubject, newskills: Company, bring: Bring) -> None:
    enrollment = enroll(subject=aigerim, run=bring(newskills), origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    other = bring(newskills, "drawing-kk")
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        lesson = other.course.lessons.get(key="light")
        assert not is_lesson_open(enrollment, lesson, NOW)
