"""How questions do: numbers of first attempts, nothing of few people, nothing of older words."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import Register
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.models import Enrollment
from lerna.school.learning.quizzes.operations import finish_attempt, give_answers
from lerna.school.learning.quizzes.statistics import LEAST, Item, list_quizzes, read_statistics
from lerna.school.learning.quizzes.tests.conftest import NOW, PRACTICE, TEST, Learn, give, start
from lerna.school.learning.quizzes.tests.samples import GAPS, MULTIPLE, SINGLE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def read(company: Company) -> dict[str, Item]:
    lesson, quiz = next(one for one in list_quizzes(company.pk) if one[1].key == TEST.key)
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return {item.question.key: item for item in read_statistics(lesson, quiz)}


def answer(enrolled: Enrollment, single: int, gap: str, at: datetime = NOW) -> None:
    attempt = start(enrolled, now=at)
    given = [give(attempt, SINGLE, single), give(attempt, MULTIPLE, [0, 2]), give(attempt, GAPS, [gap, ""])]
    give_answers(attempt=attempt, given=given, now=at)
    finish_attempt(attempt=attempt, now=at)


@pytest.fixture
def five(newskills: Company, register: Register, learn: Learn) -> list[Enrollment]:
    """As many learners as numbers may be told of."""
    return [learn(register(newskills, {"name": f"Learner {number}"}), newskills) for number in range(LEAST)]


def test_of_fewer_than_five_nothing_is_told(newskills: Company, five: list[Enrollment]) -> None:
    for enrolled in five[1:]:
        answer(enrolled, 0, "синее")
        answer(enrolled, 1, "синее")
    assert [(item.asked, item.share, item.choices) for item in read(newskills).values()] == [(None, None, ())] * 3


def test_first_attempts_are_counted(newskills: Company, five: list[Enrollment]) -> None:
    for enrolled, single, gap in zip(five, (0, 0, 1, 1, 2), ("", "", "синее", "синее", ""), strict=True):
        answer(enrolled, single, gap)
    answer(five[0], 1, "синее", NOW + timedelta(minutes=1))
    start(five[1], now=NOW + timedelta(minutes=1))  # goes on
    items = read(newskills)
    single = items[SINGLE.key]
    assert (single.asked, single.share, single.discrimination) == (5, 40, 1.0)
    assert [(choice.is_right, count) for choice, count in single.choices] == [(False, 2), (True, 2), (False, 1)]
    assert (items[MULTIPLE.key].share, items[MULTIPLE.key].discrimination) == (100, None)
    assert [count for _, count in items[MULTIPLE.key].choices] == [5, 0, 5, 0]
    assert (items[GAPS.key].share, items[GAPS.key].choices) == (20, ())


def test_answers_to_other_words_of_a_question_don_t_count(
    newskills: Company, five: list[Enrollment], learn: Learn
) -> None:
    for enrolled in five:
        answer(enrolled, 1, "синее")
    other = replace(TEST, questions=(replace(SINGLE, text="Сколько их?"), MULTIPLE, GAPS))
    learn(five[0].subject, newskills, PRACTICE, other)
    assert {key: item.asked for key, item in read(newskills).items()} == {
        SINGLE.key: None,
        MULTIPLE.key: 5,
        GAPS.key: 5,
    }
