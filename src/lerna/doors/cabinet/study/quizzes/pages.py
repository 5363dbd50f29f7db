"""The pages of one attempt: its form while it runs, what is left to answer, and its result."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import needs_person
from lerna.doors.cabinet.study.page import course_address
from lerna.doors.cabinet.study.quizzes.card import Seat, describe_quiz, write_moment
from lerna.doors.cabinet.study.reading import View, need_enrollment
from lerna.doors.look.blocks.files import Files, gather_files
from lerna.doors.look.media.addresses import address_for_account
from lerna.doors.look.quizzes.questions import show_questions
from lerna.doors.look.quizzes.results import show_results, write_points
from lerna.kit import clock
from lerna.kit.clock import to_local
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.stored import write_value
from lerna.school.learning.quizzes.marking.reading import Fields
from lerna.school.learning.quizzes.models import Attempt, End
from lerna.school.learning.quizzes.queries import (
    count_left,
    find_attempt,
    is_passed,
    list_attempts,
    may_see_right,
    percent_of,
    read_quiz,
    read_sheet,
)
from lerna.school.learning.quizzes.timing import GRACE, is_settled

_UNREADABLE = 422


@dataclass(frozen=True, slots=True)
class Sitting:
    """A learner at an attempt, and the quiz as the attempt states it."""

    request: HttpRequest
    seat: Seat
    attempt: Attempt
    quiz: Quiz

    def address(self, name: str = "attempt") -> str:
        """The page of this name about the attempt."""
        return self.seat.address(name, number=self.attempt.pk)


def needs_sitting(view: View) -> View:
    """Gives the view the attempt that its address names, and works for LEARNING while it answers. Nobody else's attempt
    has such a page; it has one also when its lesson has closed.
    """

    @needs_person
    @wraps(view)
    def answer(request: HttpRequest, acting: Acting, number: UUID, **keys: str) -> HttpResponseBase:
        with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner answers a quiz"):
            enrollment = need_enrollment(acting, keys["course"], keys["run"])
            attempt = find_attempt(enrollment, number)
            quiz = read_quiz(attempt.revision, attempt.block) if attempt else None
            if attempt is None or quiz is None or attempt.lesson.key != keys["lesson"]:
                raise Http404
            seat = Seat(acting, enrollment, attempt.lesson, clock.now())
            return view(request, Sitting(request, seat, attempt, quiz))

    return answer


def render_form(
    sitting: Sitting,
    given: Mapping[str, Fields] | None = None,
    refused: Mapping[str, str | Promise] | None = None,
) -> HttpResponse:
    """The questions, with what was answered so far; what was refused stands there as it was given."""
    seat, attempt = sitting.seat, sitting.attempt
    sheet = read_sheet(attempt)
    context = {
        **_frame(sitting),
        "questions": show_questions(sheet, _find_files(sitting), given or {}, refused or {}),
        "is_saved": "saved" in sitting.request.GET and not refused,
        "refused": len(refused or ()),
        "now": str(write_moment(seat.now)),  # as text, which no language groups by thousands
        "due": str(write_moment(attempt.due_at)) if attempt.due_at else "",
        "due_at": to_local(attempt.due_at) if attempt.due_at else None,
        "grace": int(GRACE.total_seconds()),
    }
    return render(sitting.request, "cabinet/study/quiz/attempt.html", context, status=_UNREADABLE if refused else 200)


def render_review(sitting: Sitting) -> HttpResponse:
    """Before the end: which questions have no answer yet."""
    sheet = read_sheet(sitting.attempt)
    context = {
        **_frame(sitting),
        "total": len(sheet),
        "unanswered": [
            {"number": number, "key": asked.question.key}
            for number, asked in enumerate(sheet, 1)
            if asked.answer is None
        ],
        "left": _count_left_after(sitting),
    }
    return render(sitting.request, "cabinet/study/quiz/review.html", context)


def render_result(sitting: Sitting) -> HttpResponse:
    """What an attempt that has ended was worth, and as much of what is right as may be seen."""
    seat, attempt, quiz = sitting.seat, sitting.attempt, sitting.quiz
    attempts = list_attempts(seat.enrollment, seat.lesson, attempt.block)
    may_see = may_see_right(quiz, attempt, attempts, seat.now)
    published = read_quiz(seat.lesson.published, attempt.block)
    context = {
        **_frame(sitting),
        "card": describe_quiz(seat, published, attempts) if published else None,
        "is_settled": is_settled(attempt, seat.now),
        "settled_at": to_local(attempt.settled_at) if attempt.settled_at else None,
        "is_ended_by_time": attempt.ended_by == End.TIME,
        "percent": percent_of(attempt),
        "earned": write_points(attempt.earned),
        "possible": write_points(attempt.possible),
        "is_passed": is_passed(quiz, attempt),
        "may_see_right": may_see,
        "results": (
            show_results(read_sheet(attempt), _find_files(sitting), may_see_right=may_see)
            if is_settled(attempt, seat.now)
            else []
        ),
    }
    return render(sitting.request, "cabinet/study/quiz/result.html", context)


def _frame(sitting: Sitting) -> dict[str, Any]:
    seat = sitting.seat
    return {
        "course": seat.enrollment.run.course,
        "lesson": seat.lesson,
        "quiz": sitting.quiz,
        "sitting": sitting,
        "attempt_address": sitting.address(),
        "answer_address": sitting.address("attempt_answer"),
        "finish_address": sitting.address("attempt_finish"),
        "settle_address": sitting.address("attempt_settle"),
        "lesson_address": seat.address(),
        "course_address": course_address(seat.acting, seat.enrollment),
    }


def _count_left_after(sitting: Sitting) -> int | None:
    published = read_quiz(sitting.seat.lesson.published, sitting.attempt.block) or sitting.quiz
    return count_left(published, list_attempts(sitting.seat.enrollment, sitting.seat.lesson, sitting.attempt.block))


def _find_files(sitting: Sitting) -> Files:
    """The files that the questions name. One query, if they name any."""
    seat, write = sitting.seat, address_for_account(sitting.seat.acting.account.user.pk, now=sitting.seat.now)
    return gather_files(seat.acting.subject.company, write_value(sitting.quiz), write, seat.now)
