"""An attempt begins, is answered, ends once, and earns what its best one earned."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Quiz
from lerna.school.learning.models import Enrollment
from lerna.school.learning.operations import leave_run
from lerna.school.learning.quizzes.models import AnswerStep, Attempt, End
from lerna.school.learning.quizzes.operations import (
    Given,
    NoAttemptLeftError,
    QuizClosedError,
    finish_attempt,
    give_answers,
)
from lerna.school.learning.quizzes.queries import find_attempt, list_attempts, may_see_right, read_sheet
from lerna.school.learning.quizzes.tests.conftest import (
    LIMIT,
    NOW,
    PRACTICE,
    TEST,
    Learn,
    drawn_keys,
    give,
    lesson_of,
    list_answers,
    list_steps,
    read_attempt,
    read_result,
    start,
)
from lerna.school.learning.quizzes.tests.samples import EVERY_KIND, GAPS, MULTIPLE, SINGLE, WORD

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
RIGHT = {SINGLE.key: 1, MULTIPLE.key: [0, 2], GAPS.key: ["синее", "зелёная"]}


def answer_all(attempt: Attempt, **answers: object) -> None:
    given = [give(attempt, one, (RIGHT | answers)[one.key]) for one in TEST.questions]
    assert give_answers(attempt=attempt, given=given, now=SOON) == {}


def test_an_attempt_pins_its_questions_and_its_time(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    assert (attempt.due_at, attempt.possible, attempt.finished_at) == (NOW + LIMIT, 5, None)
    assert attempt.revision_id == lesson_of(enrolled).published_id
    assert drawn_keys(attempt) == [SINGLE.key, MULTIPLE.key, GAPS.key]
    assert start(enrolled, PRACTICE.key).due_at is None


def test_a_second_tab_begins_no_second_attempt(enrolled: Enrollment) -> None:
    assert start(enrolled).pk == start(enrolled, now=SOON).pk


def test_a_bank_gives_each_attempt_its_own_questions(aigerim: DataSubject, newskills: Company, learn: Learn) -> None:
    bank = Quiz(key=TEST.key, title="Банк", questions=EVERY_KIND, draw=3)
    enrolled = learn(aigerim, newskills, bank)
    drawn = set()
    for number in range(8):
        attempt = start(enrolled, now=NOW + timedelta(minutes=number))
        drawn.add(tuple(drawn_keys(attempt)))
        assert attempt.possible == sum(one.points for one in EVERY_KIND if one.key in attempt.drawn)
        finish_attempt(attempt=attempt, now=NOW + timedelta(minutes=number))
    assert len(drawn) > 1
    assert all(len(keys) == bank.draw for keys in drawn)


def test_all_right_earns_all_and_is_done(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    answer_all(attempt)
    finish_attempt(attempt=attempt, now=LATER)
    ended = read_attempt(attempt)
    assert (ended.earned, ended.finished_at, ended.settled_at, ended.ended_by) == (5, LATER, LATER, End.LEARNER)
    assert ended.marks == {SINGLE.key: "1.00", MULTIPLE.key: "2.00", GAPS.key: "2.00"}
    result, is_done = read_result(enrolled)
    assert result
    assert (result.earned, result.possible, result.part, is_done) == (5, 5, "tests", True)


def test_the_best_attempt_counts_and_the_last_one_is_the_end(enrolled: Enrollment) -> None:
    first = start(enrolled)
    answer_all(first, **{MULTIPLE.key: [1], GAPS.key: ["синее", ""]})
    finish_attempt(attempt=first, now=SOON)
    assert read_result(enrolled)[1] is False  # 40 of 100, and one attempt is left
    second = start(enrolled, now=LATER)
    finish_attempt(attempt=second, now=LATER)
    result, is_done = read_result(enrolled)
    assert result
    assert (result.earned, is_done) == (Decimal("2.00"), True)
    with pytest.raises(NoAttemptLeftError):
        start(enrolled, now=LATER)
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        assert len(list_attempts(enrolled, lesson_of(enrolled), TEST.key)) == TEST.attempts


def test_what_is_finished_stays_finished(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    answer_all(attempt)
    finish_attempt(attempt=attempt, now=SOON)
    refused = give_answers(attempt=attempt, given=[give(attempt, SINGLE, 0, at=NOW)], now=LATER)
    with translation.override("en"):
        assert "after the attempt had ended" in str(refused[SINGLE.key])
    finish_attempt(attempt=attempt, now=LATER)
    assert (read_attempt(attempt).earned, read_attempt(attempt).finished_at) == (5, SOON)
    give_answers(attempt=attempt, given=[], hint=(SINGLE.key, 1), now=LATER)
    assert all(step.hint == 0 for step in list_steps(attempt))


def test_what_can_t_be_read_gets_a_sentence_and_the_rest_is_kept(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    wrong = Given(question=SINGLE.key, fields={"": ["9"]})
    refused = give_answers(attempt=attempt, given=[wrong, give(attempt, GAPS, ["синее", ""])], now=SOON)
    assert refused.keys() == {SINGLE.key}
    assert list_answers(attempt) == [["синее", ""]]
    assert give_answers(attempt=attempt, given=[Given(question="unknown", fields={})], now=SOON) == {}


def test_hints_come_one_after_another_and_are_noted_once(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    for number in (2, 1, 1, 2, 3):
        give_answers(attempt=attempt, given=[], hint=(SINGLE.key, number), now=SOON)
    assert sorted(step.hint for step in list_steps(attempt)) == [1, 2]
    with processing(Purpose.LEARNING, company=attempt.company, reason="test"):
        assert [asked.hints for asked in read_sheet(attempt)] == [2, 0, 0]


def test_right_answers_of_what_counts_are_shown_only_when_nothing_is_to_be_won(enrolled: Enrollment) -> None:
    finish_attempt(attempt=(begun := start(enrolled)), now=SOON)
    first = read_attempt(begun)
    assert not may_see_right(TEST, first, [first], SOON)
    second = start(enrolled, now=LATER)
    assert not may_see_right(TEST, second, [first, second], LATER)
    assert may_see_right(TEST, first, [first, second], LATER)
    for_oneself = start(enrolled, PRACTICE.key)
    assert not may_see_right(PRACTICE, for_oneself, [for_oneself], SOON)
    finish_attempt(attempt=for_oneself, now=SOON)
    assert may_see_right(PRACTICE, read_attempt(for_oneself), [for_oneself], SOON)


def test_whoever_left_begins_nothing(enrolled: Enrollment) -> None:
    leave_run(enrollment=enrolled, actor=Actor.STAFF, now=NOW)
    with pytest.raises(QuizClosedError):
        start(enrolled)
    with pytest.raises(QuizClosedError):
        start(enrolled, "nothing")


def test_typed_answers_are_sealed_and_a_step_is_never_changed(enrolled: Enrollment) -> None:
    attempt = start(enrolled, PRACTICE.key)
    give_answers(attempt=attempt, given=[give(attempt, WORD, "Астана")], now=SOON)
    step = list_steps(attempt)[0]
    with processing(Purpose.LEARNING, company=attempt.company, reason="test"):
        with connection.cursor() as cursor:
            cursor.execute("select words, choice from quizzes_answerstep where id = %s", [step.pk])
            words, choice = cursor.fetchone()
        assert "Астана".encode() not in bytes(words)
        assert choice is None
        for change in ("update quizzes_answerstep set question = 'x'", "delete from quizzes_answerstep"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        assert AnswerStep.objects.get(pk=step.pk).answer == "Астана"


def test_an_attempt_of_another_is_not_found(
    enrolled: Enrollment, boris: DataSubject, kerbez: Company, learn: Learn
) -> None:
    attempt, other = start(enrolled), learn(boris, kerbez)
    with processing(Purpose.LEARNING, company=kerbez, reason="test"):
        assert find_attempt(other, attempt.pk) is None
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        found = find_attempt(enrolled, attempt.pk)
        assert found
        assert found.pk == attempt.pk
