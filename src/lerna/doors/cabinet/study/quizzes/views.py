"""An attempt at a quiz: begun, answered whole or answer by answer, looked over, finished, and its result."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lerna.doors.cabinet.study.quizzes.card import Seat, read_moment, write_moment
from lerna.doors.cabinet.study.quizzes.pages import Sitting, needs_sitting, render_form, render_result, render_review
from lerna.doors.cabinet.study.reading import Found, needs_open_lesson
from lerna.doors.look.quizzes.fields import read_fields
from lerna.school.learning.quizzes.operations import (
    Given,
    NoAttemptLeftError,
    QuizClosedError,
    finish_attempt,
    give_answers,
    settle_attempt,
    start_attempt,
)
from lerna.school.learning.quizzes.timing import is_over


@needs_open_lesson
@require_POST
def start(_request: HttpRequest, found: Found, block: str) -> HttpResponse:
    """Begins an attempt, or goes on with the one that runs."""
    seat = Seat(found.acting, found.enrollment, found.lesson, found.now)
    try:
        attempt = start_attempt(enrollment=found.enrollment, lesson=found.lesson, block=block, now=found.now)
    except QuizClosedError as error:
        raise Http404 from error
    except NoAttemptLeftError:
        return redirect(seat.address())
    return redirect(seat.address("attempt", number=attempt.pk))


@needs_sitting
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The form of an attempt that runs, sent whole by its buttons; of one that has ended the result."""
    attempt, now = sitting.attempt, sitting.seat.now
    if request.method == "POST":
        given, hint = read_page(request.POST), read_hint(request.POST.get("hint", ""))
        refused = give_answers(attempt=attempt, given=given, hint=hint, now=now)
        if refused and not is_over(attempt, now):
            return render_form(sitting, {one.question: one.fields for one in given}, refused)
        return redirect(_after(request.POST, sitting))
    if not is_over(attempt, now):
        return render_form(sitting)
    if attempt.finished_at is None:
        sitting = replace(sitting, attempt=finish_attempt(attempt=attempt, now=now))
    return render_result(sitting)


@needs_sitting
@require_POST
def answer(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """One answer, as soon as it is given, or as soon as the network is back; says how it was taken."""
    attempt, now = sitting.attempt, sitting.seat.now
    refused = give_answers(attempt=attempt, given=[read_step(request.POST)], now=now)
    sentence = next(iter(refused.values()), "")
    return JsonResponse({"now": write_moment(now), "refused": str(sentence), "over": is_over(attempt, now)})


@needs_sitting
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What has no answer yet; and the end."""
    attempt, now = sitting.attempt, sitting.seat.now
    if request.method != "POST" and not is_over(attempt, now):
        return render_review(sitting)
    finish_attempt(attempt=attempt, now=now)
    return redirect(sitting.address())


@needs_sitting
@require_POST
def settle(_request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """All answers have arrived: the marks may be shown before the hour for late ones is over."""
    settle_attempt(attempt=sitting.attempt, now=sitting.seat.now)
    return redirect(sitting.address())


def read_page(sent: QueryDict) -> list[Given]:
    """All questions of a page that is sent whole, with its moment."""
    as_of = read_moment(sent.get("as_of", ""))
    return [Given(question=key, fields=own, as_of=as_of) for key, own in read_fields(sent).items()]


def read_step(sent: QueryDict) -> Given:
    """One question, with the browser's number of the step and its moment by the server's clock."""
    given = next(iter(read_page(sent)), Given(question="", fields={}))
    try:
        step = UUID(sent.get("step", ""))
    except ValueError:
        step = None
    return Given(question=given.question, fields=given.fields, step=step, given_at=read_moment(sent.get("at", "")))


def read_hint(text: str) -> tuple[str, int] | None:
    """A question and the number of its hint, written `question.2`."""
    key, _, number = text.rpartition(".")
    return (key, int(number)) if number.isdecimal() else None


def _after(sent: QueryDict, sitting: Sitting) -> str:
    """Where a page that was kept leads: back to the hint, to the review, or to the form that says so."""
    if sent.get("then") == "finish":
        return sitting.address("attempt_finish")
    key = sent.get("hint", "").rpartition(".")[0]
    return f"{sitting.address()}#q-{key}" if key else f"{sitting.address()}?saved=1"
