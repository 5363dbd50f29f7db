"""The server's clock decides; a lost network gets its hour; what arrives twice is kept once."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.models import Enrollment
from lerna.school.learning.quizzes.models import Attempt, End
from lerna.school.learning.quizzes.operations import (
    count_overdue,
    end_overdue,
    finish_attempt,
    give_answers,
    settle_attempt,
)
from lerna.school.learning.quizzes.queries import may_see_right, read_sheet
from lerna.school.learning.quizzes.tests.conftest import (
    LIMIT,
    NOW,
    PRACTICE,
    give,
    list_answers,
    list_steps,
    read_attempt,
    read_result,
    start,
)
from lerna.school.learning.quizzes.tests.samples import GAPS, MULTIPLE, SINGLE
from lerna.school.learning.quizzes.timing import GRACE, OFFLINE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DUE = NOW + LIMIT
SECOND = timedelta(seconds=1)
BEFORE = DUE - timedelta(minutes=5)


def deliver(attempt: Attempt, answer: int, *, at: datetime | None, now: datetime) -> bool:
    """Whether an answer to the first question counts."""
    return not give_answers(attempt=attempt, given=[give(attempt, SINGLE, answer, at=at)], now=now)


def newest(attempt: Attempt) -> object:
    with processing(Purpose.LEARNING, company=attempt.company, reason="test"):
        return read_sheet(attempt)[0].answer


def test_a_delivery_that_repeats_arrives_once(enrolled: Enrollment) -> None:
    attempt, step = start(enrolled), uuid4()
    sent = give(attempt, SINGLE, 0, at=NOW, step=step)
    for _ in range(3):
        assert give_answers(attempt=attempt, given=[sent, sent], now=NOW + SECOND) == {}
    assert list_answers(attempt) == [0]


def test_of_two_tabs_the_newest_answer_counts_and_both_are_kept(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    assert deliver(attempt, 1, at=NOW + 30 * SECOND, now=NOW + 31 * SECOND)
    assert deliver(attempt, 2, at=NOW + 10 * SECOND, now=NOW + 60 * SECOND)  # waited in the other tab
    assert list_answers(attempt) == [1, 2]
    assert newest(attempt) == 1


def test_a_page_sent_whole_doesn_t_undo_what_another_tab_answered(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    made_at = NOW + SECOND
    assert deliver(attempt, 1, at=None, now=NOW + 10 * SECOND)
    page = [give(attempt, SINGLE, None, as_of=made_at), give(attempt, GAPS, ["синее", ""], as_of=made_at)]
    assert give_answers(attempt=attempt, given=page, now=NOW + 20 * SECOND) == {}
    assert newest(attempt) == 1
    changed = [give(attempt, SINGLE, 2, as_of=made_at)]
    assert give_answers(attempt=attempt, given=changed, now=NOW + 30 * SECOND) == {}
    assert newest(attempt) == 2
    taken_back = [give(attempt, SINGLE, None, as_of=NOW + 40 * SECOND)]
    assert give_answers(attempt=attempt, given=taken_back, now=NOW + 50 * SECOND) == {}
    assert newest(attempt) is None


def test_a_moment_that_a_browser_claims_is_bounded_by_the_server_s(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    assert deliver(attempt, 0, at=NOW - timedelta(days=1), now=NOW + SECOND)
    assert deliver(attempt, 1, at=NOW + timedelta(days=1), now=NOW + 2 * SECOND)
    assert [step.given_at for step in list_steps(attempt)] == [NOW, NOW + 2 * SECOND]


def test_an_answer_counts_till_the_end_and_a_few_seconds_for_the_way(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    assert deliver(attempt, 0, at=None, now=DUE)
    assert deliver(attempt, 1, at=None, now=DUE + GRACE)
    assert [step.is_delayed for step in list_steps(attempt)] == [False, False]
    assert not deliver(attempt, 2, at=None, now=DUE + GRACE + SECOND)
    assert (newest(attempt), read_attempt(attempt).ended_by, read_attempt(attempt).finished_at) == (1, End.TIME, DUE)


@pytest.mark.parametrize("is_ended", [True, False])
def test_what_was_given_in_time_without_network_counts_for_an_hour(enrolled: Enrollment, *, is_ended: bool) -> None:
    attempt = start(enrolled)
    if is_ended:
        assert end_overdue(company=attempt.company, now=DUE + GRACE + SECOND) == 1
    assert deliver(attempt, 1, at=BEFORE, now=DUE + OFFLINE - SECOND)
    assert [(step.is_delayed, step.given_at) for step in list_steps(attempt)] == [(True, BEFORE)]
    assert (read_attempt(attempt).earned, read_attempt(attempt).finished_at) == (1, DUE)
    result, _ = read_result(enrolled)
    assert result
    assert result.earned == 1
    assert not deliver(attempt, 0, at=BEFORE, now=DUE + OFFLINE)
    assert not deliver(attempt, 0, at=DUE + SECOND, now=DUE + timedelta(minutes=30))
    assert read_attempt(attempt).earned == 1


def test_while_answers_may_arrive_nothing_is_said_of_what_is_right(enrolled: Enrollment) -> None:
    attempt = start(enrolled, now=NOW)
    end_overdue(company=attempt.company, now=DUE + GRACE + SECOND)
    ended = read_attempt(attempt)
    assert not may_see_right(PRACTICE, ended, [ended], DUE + OFFLINE - SECOND)
    assert may_see_right(PRACTICE, ended, [ended], DUE + OFFLINE)


def test_whoever_sees_the_marks_or_begins_again_delivers_nothing_more(enrolled: Enrollment) -> None:
    first = start(enrolled)
    settle_attempt(attempt=first, now=DUE - SECOND)  # it still runs: nothing is settled
    assert deliver(first, 2, at=None, now=DUE)
    settle_attempt(attempt=first, now=DUE + timedelta(minutes=1))
    assert not deliver(first, 1, at=BEFORE, now=DUE + timedelta(minutes=2))
    second = start(enrolled, now=DUE + timedelta(minutes=3))
    later = second.due_at
    assert later
    end_overdue(company=first.company, now=later + timedelta(minutes=1))
    finish_attempt(attempt=second, now=later + timedelta(minutes=1))
    assert [read_attempt(one).ended_by for one in (first, second)] == [End.TIME, End.TIME]


def test_beginning_again_settles_what_the_time_has_ended(enrolled: Enrollment) -> None:
    first = start(enrolled)
    begins = DUE + timedelta(minutes=1)
    second = start(enrolled, now=begins)
    assert first.pk != second.pk
    assert read_attempt(first).settled_at == begins
    assert not deliver(first, 1, at=BEFORE, now=begins + SECOND)


def test_a_quiz_without_a_limit_waits_for_ever(enrolled: Enrollment) -> None:
    attempt = start(enrolled, PRACTICE.key)
    year_later = NOW + timedelta(days=365)
    assert end_overdue(company=attempt.company, now=year_later) == 0
    assert deliver(attempt, 1, at=NOW + SECOND, now=year_later)


def test_the_job_ends_what_is_due_once(enrolled: Enrollment) -> None:
    attempt = start(enrolled)
    give_answers(attempt=attempt, given=[give(attempt, MULTIPLE, [0, 2])], now=NOW)
    now = DUE + GRACE + SECOND
    assert count_overdue(company=attempt.company, now=DUE + GRACE) == 0
    assert count_overdue(company=attempt.company, now=now) == 1
    assert read_attempt(attempt).finished_at is None
    assert [end_overdue(company=attempt.company, now=now) for _ in range(2)] == [1, 0]
    assert (read_attempt(attempt).earned, read_attempt(attempt).settled_at) == (2, DUE + OFFLINE)


def test_the_command_says_what_is_due_and_does_it(enrolled: Enrollment, capsys: pytest.CaptureFixture[str]) -> None:
    attempt = start(enrolled)
    with processing(Purpose.LEARNING, company=attempt.company, reason="test"):
        Attempt.objects.filter(pk=attempt.pk).update(due_at=clock.now() - timedelta(days=1))
    call_command("quizzes", "end", "--dry-run")
    assert "newskills: 1 due" in capsys.readouterr().out
    assert read_attempt(attempt).finished_at is None
    call_command("quizzes", "end")
    assert "newskills: 1 ended" in capsys.readouterr().out
    assert read_attempt(attempt).ended_by == End.TIME
