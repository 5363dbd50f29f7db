"""What came back stands ahead until it is handed in again, in the list and in the calendar."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from lerna.kit.clock import local_day
from lerna.privacy.subjects.models import DataSubject
from lerna.school.blocks.stored import write_blocks
from lerna.school.learning.assignments.ahead import Ahead, list_ahead, read_calendar
from lerna.school.learning.assignments.operations import hand_in, save_draft
from lerna.school.learning.assignments.reviewing import Verdict, review_work
from lerna.school.learning.assignments.tests.conftest import NOW, POSTER, VERA, Studies, at_work
from lerna.school.learning.assignments.tests.test_reviewing import BACK, GOOD, give, review
from lerna.school.learning.deadlines.operations import make_address
from lerna.school.learning.models import Enrollment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Count = Callable[[int], AbstractContextManager[object]]


def look_ahead(studies: Studies) -> Ahead:
    with at_work(studies.enrollment.subject.company):
        return list_ahead(studies.enrollment.subject, now=NOW)


def come_back(studies: Studies, verdict: Verdict = BACK) -> None:
    review(give(studies), verdict)


def test_a_returned_work_is_ahead_with_its_curators_words_until_it_is_handed_in_again(studies: Studies) -> None:
    assert [due.work.assignment.key for due in look_ahead(studies).dues] == ["poster"]
    come_back(studies)
    ahead = look_ahead(studies)
    assert ahead.dues == ()
    assert [(one.assignment.title, one.comment, one.until) for one in ahead.returned] == [
        ("Плакат", "Добавьте контраста", None)
    ]
    save_draft(
        enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, text="Контраст", link="", now=NOW
    )
    assert len(look_ahead(studies).returned) == 1, "begun again, and not handed in yet"
    come_back(studies)
    assert len(look_ahead(studies).returned) == 1, "the first version is over"
    come_back(studies, GOOD)
    assert look_ahead(studies) == Ahead((), ())


def test_a_course_that_closes_gives_rework_its_last_day_and_then_takes_none(studies: Studies) -> None:
    come_back(studies)
    until = NOW + timedelta(days=10)
    with at_work(studies.enrollment.subject.company):
        Enrollment.objects.update(ends_at=until)
    (one,) = look_ahead(studies).returned
    assert one.until == local_day(until)
    with at_work(studies.enrollment.subject.company):
        assert list_ahead(studies.enrollment.subject, now=until).returned == ()


def test_a_work_that_left_its_lesson_is_not_ahead(studies: Studies) -> None:
    come_back(studies)
    published = studies.lesson.published
    assert published
    published.blocks = []
    published.save()
    assert look_ahead(studies).returned == ()


def test_the_calendar_opens_by_its_secret_alone(studies: Studies, boris: DataSubject) -> None:
    token = make_address(subject=studies.enrollment.subject, now=NOW)
    come_back(studies)
    ahead = read_calendar(studies.enrollment.subject.company, token, now=NOW)
    assert ahead
    assert [one.comment for one in ahead.returned] == ["Добавьте контраста"]
    assert read_calendar(boris.company, token, now=NOW) is None
    assert read_calendar(studies.enrollment.subject.company, "another", now=NOW) is None


def test_one_returned_work_costs_as_many_queries_as_three(studies: Studies, django_assert_num_queries: Count) -> None:
    works = [replace(POSTER, key=f"poster-{number}") for number in range(3)]
    published = studies.lesson.published
    assert published
    published.blocks = write_blocks(tuple(works))
    published.save()
    for number, work in enumerate(works):
        place = {"enrollment": studies.enrollment, "lesson": studies.lesson, "assignment": work, "now": NOW}
        save_draft(**place, text="Плакат", link="")  # type: ignore[arg-type]
        handed_in = hand_in(**place)  # type: ignore[arg-type]
        review_work(
            company=studies.enrollment.subject.company, submission_id=handed_in.pk, assignment=work, reviewer=VERA,
            verdict=BACK, now=NOW,
        )  # fmt: skip
        if number != 1:
            with at_work(studies.enrollment.subject.company), django_assert_num_queries(6):
                assert len(list_ahead(studies.enrollment.subject, now=NOW).returned) == number + 1
