"""A lesson as its author writes it: text with a preview beside, saved as a draft and published apart."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.examples import load_examples
from lerna.doors.desk.courses.finding import needs_course
from lerna.doors.desk.courses.previewing import show_blocks
from lerna.doors.desk.courses.views import PAGE
from lerna.doors.desk.pages import render_page
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.packages.addresses import let_play
from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.school.blocks.course import Grading, LessonContent
from lerna.school.blocks.kinds import Block, Quiz
from lerna.school.blocks.stored import read_blocks, read_value
from lerna.school.catalogue.authoring.drafts import newest_revision
from lerna.school.catalogue.lessons import EditConflictError, publish_lesson, write_lesson
from lerna.school.catalogue.models import TITLE_LENGTH, Course, Lesson
from lerna.school.exchange.drafting import read_draft, write_draft
from lerna.school.exchange.folder.lines import FolderError

_CONFLICT, _INVALID = 409, 422
_MOST_MINUTES = 600


class LessonForm(forms.Form):
    """`base` is the revision that the author started from."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=_MOST_MINUTES, required=False)
    is_free = forms.BooleanField(label=_("Anybody may read it before buying"), required=False)
    text = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 24, "spellcheck": "true"})
    )


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, account: Account, course: Course, lesson: Lesson) -> HttpResponse:
    """The lesson's text; saved as a draft, and published too where that was the button."""
    if request.method != "POST":
        newest = newest_revision(lesson)
        initial = {
            "base": newest.number if newest else 0,
            "title": newest.title if newest else lesson.title,
            "minutes": newest.minutes if newest else None,
            "is_free": newest.is_free if newest else False,
            "text": write_draft(read_blocks(newest.blocks), course.company) if newest else "",
        }
        return _render(request, account, lesson, LessonForm(initial=initial))
    form = LessonForm(request.POST)
    if not form.is_valid():
        return _render(request, account, lesson, form, status=_INVALID)
    try:
        content = LessonContent(
            key=lesson.key,
            title=form.cleaned_data["title"],
            minutes=form.cleaned_data["minutes"] or 0,
            is_free=form.cleaned_data["is_free"],
            blocks=_read(course, form.cleaned_data["text"]),
        )
        saved = write_lesson(
            lesson=lesson, content=content, base=form.cleaned_data["base"], now=clock.now(), author=account.user.pk
        )
    except FolderError as error:
        return _render(request, account, lesson, form, faults=error.faults, status=_INVALID)
    except EditConflictError:
        return _render(request, account, lesson, form, is_conflict=True, status=_CONFLICT)
    if "publish" in request.POST:
        publish_lesson(lesson=lesson, revision=saved)
    return redirect("desk:lesson", course.key, lesson.key)


@needs_course
@require_POST
def preview(request: HttpRequest, account: Account, course: Course, lesson: Lesson) -> HttpResponse:  # noqa: ARG001 -- a view's argument
    """How the text looks to a learner, or what is wrong in it."""
    try:
        context: dict[str, Any] = {
            "blocks": show_blocks(request, _read(course, request.POST.get("text", "")), account, clock.now())
        }
    except FolderError as error:
        context = {"faults": error.faults}
    return render(request, "desk/courses/preview.html", context)


def _read(course: Course, text: str) -> tuple[Block, ...]:
    parts = read_value(Grading, course.grading).parts
    return read_draft(text, company=course.company, parts=frozenset(part.key for part in parts))


def _render(  # noqa: PLR0913 -- the page, and what it says of what was sent
    request: HttpRequest,
    account: Account,
    lesson: Lesson,
    form: LessonForm,
    *,
    faults: tuple[DataFileError, ...] = (),
    is_conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    newest, language = newest_revision(lesson), read_language()
    stands = read_blocks(newest.blocks) if newest else ()
    blocks = () if form.is_bound else stands
    context = {
        "course": lesson.course, "lesson": lesson, "form": form, "faults": faults, "is_conflict": is_conflict,
        "newest": newest, "is_published": newest is not None and lesson.published_id == newest.pk,
        "blocks": show_blocks(request, blocks, account, clock.now()),
        "quizzes": [block for block in stands if isinstance(block, Quiz)],
        "examples": [
            (one.kind, one.title.in_language(language), one.text.in_language(language)) for one in load_examples()
        ],
        "their_text": write_draft(stands, lesson.course.company) if is_conflict else "",
    }  # fmt: skip
    return let_play(request, render_page(request, account, PAGE, "desk/courses/lesson.html", context, status))
