"""A course is finished when its lessons are completed and the pass mark is reached, whichever comes last."""

from decimal import Decimal

import pytest

from lerna.companies.models import Company
from lerna.school.learning.assignments.models import Review
from lerna.school.learning.assignments.reviewing import Verdict
from lerna.school.learning.assignments.tests.conftest import NOW, Studies, at_work
from lerna.school.learning.assignments.tests.test_reviewing import give, review
from lerna.school.learning.grades.queries import find_mark, read_marks
from lerna.school.learning.models import Enrollment, State

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def read_state(studies: Studies) -> tuple[str, bool]:
    with at_work(studies.enrollment.subject.company):
        enrollment = Enrollment.objects.get(pk=studies.enrollment.pk)
        return enrollment.state, enrollment.finished_at == NOW


def accept(studies: Studies, idea: int) -> None:
    points = {"idea": Decimal(idea), "color": Decimal(20)}
    review(give(studies), Verdict(decision=Review.Decision.ACCEPT, points=points))


def test_lessons_alone_do_not_finish_a_course_with_a_pass_mark(studies: Studies) -> None:
    give(studies)  # with it the only lesson is completed
    assert read_state(studies) == (State.ACTIVE, False)


@pytest.mark.parametrize(("idea", "state", "is_finished"), [(39, State.ACTIVE, False), (40, State.FINISHED, True)])
def test_the_pass_mark_finishes_it_and_a_point_less_does_not(
    studies: Studies, newskills: Company, idea: int, state: State, *, is_finished: bool
) -> None:
    accept(studies, idea)
    assert read_state(studies) == (state, is_finished)
    with at_work(newskills):
        assert find_mark(studies.enrollment) == idea + 20
        assert read_marks(studies.enrollment).standing.is_passed is is_finished
