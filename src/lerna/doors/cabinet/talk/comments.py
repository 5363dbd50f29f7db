"""Posting under a lesson: a comment, its change, its end, a report, letters about the talk."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerna.accounts.limits import TooOftenError, count_try
from lerna.doors.cabinet.study.page import lesson_address
from lerna.doors.cabinet.study.reading import Found, needs_open_lesson
from lerna.doors.cabinet.talk.forms import CommentForm, EditForm
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.talk.forms import ReportForm
from lerna.kit import clock
from lerna.school.feedback.limits import POSTS, REPORTS
from lerna.school.feedback.models import About, Standing
from lerna.school.feedback.operations.comments import (
    HiddenError,
    NoSuchPostError,
    delete_comment,
    edit_comment,
    follow,
    post_comment,
    stop_following,
)
from lerna.school.feedback.operations.moderation import report_post
from lerna.school.feedback.queries import Shown, find_shown
from lerna.school.feedback.rules import load_rules

_TOO_MANY = 429
_CONFLICT = 409


@needs_open_lesson
@require_POST
def post(request: HttpRequest, found: Found) -> HttpResponse:
    """A comment, or an answer to one; what can't be taken comes back on a page of its own, word for word."""
    form = CommentForm(request.POST)
    status = 200
    if form.is_valid():
        try:
            count_try(POSTS, str(found.acting.subject.pk), now=clock.now())
            comment = post_comment(
                enrollment=found.enrollment, lesson=found.lesson, remark=form.read_remark(), language=read_language(),
                now=clock.now(),
            )  # fmt: skip
        except TooOftenError:
            form.add_error(None, _("You wrote a lot in a short while. Please try again in ten minutes."))
            status = _TOO_MANY
        except NoSuchPostError:
            form = CommentForm(request.POST.dict() | {"answers": ""})
            form.add_error(None, _("What you answer is gone meanwhile. You can post it as a comment of its own."))
            status = _CONFLICT
        else:
            return redirect(f"{_back(found)}#c-{comment.pk}")
    context = {"form": form, "audience": load_rules().audience["comment"]}
    return _render(request, found, "cabinet/talk/post.html", context, status)


@needs_open_lesson
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, found: Found, comment: UUID) -> HttpResponse:
    """The author's own words anew."""
    shown = _need(found, comment)
    if not shown.is_own or shown.state is Standing.HIDDEN:
        raise Http404
    form = EditForm(request.POST if request.method == "POST" else None, initial={"text": shown.text})
    if request.method == "POST" and form.is_valid():
        try:
            edit_comment(
                subject=found.acting.subject, comment_id=comment, text=form.cleaned_data["text"], now=clock.now()
            )
        except (NoSuchPostError, HiddenError):
            raise Http404 from None
        return redirect(f"{_back(found)}#c-{comment}")
    context = {"form": form, "audience": load_rules().audience["comment"]}
    return _render(request, found, "cabinet/talk/edit.html", context)


@needs_open_lesson
@require_POST
def delete(request: HttpRequest, found: Found, comment: UUID) -> HttpResponse:
    """The author takes the comment back."""
    del request
    try:
        delete_comment(subject=found.acting.subject, comment_id=comment, now=clock.now())
    except NoSuchPostError:
        raise Http404 from None
    return redirect(f"{_back(found)}#talk")


@needs_open_lesson
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, found: Found, comment: UUID) -> HttpResponse:
    """A comment that shouldn't stand, as somebody else says."""
    shown = _need(found, comment)
    if shown.is_own:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            count_try(REPORTS, str(found.acting.subject.pk), now=clock.now())
            report_post(
                subject=found.acting.subject, about=About.COMMENT, target=comment, reason=form.cleaned_data["reason"],
                now=clock.now(),
            )  # fmt: skip
        except TooOftenError:
            form.add_error(None, _("You reported a lot in a short while. Please try again in an hour."))
            status = _TOO_MANY
        except NoSuchPostError:
            raise Http404 from None
        else:
            return _render(request, found, "cabinet/talk/reported.html", {})
    return _render(request, found, "cabinet/talk/report.html", {"form": form, "post": shown}, status)


@needs_open_lesson
@require_POST
def follow_talk(request: HttpRequest, found: Found) -> HttpResponse:
    """Letters about this lesson's talk from now on, or no more of them."""
    if request.POST.get("stop"):
        stop_following(enrollment=found.enrollment, lesson=found.lesson)
    else:
        follow(enrollment=found.enrollment, lesson=found.lesson, language=read_language(), now=clock.now())
    return redirect(f"{_back(found)}#talk")


def _need(found: Found, comment: UUID) -> Shown:
    shown = find_shown(comment, found.acting.subject)
    if shown is None:
        raise Http404
    return shown


def _back(found: Found) -> str:
    return lesson_address(found.acting, found.enrollment, found.lesson.key)


def _render(
    request: HttpRequest, found: Found, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    frame = {"back": _back(found), "lesson": found.lesson, "course": found.enrollment.run.course}
    return render(request, template, frame | context, status=status)
