"""A quiz of a lesson: its settings, and its questions in their order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.finding import needs_course
from lerna.doors.desk.courses.quizzing.saving import open_lesson, rearrange, save_quiz
from lerna.doors.desk.courses.quizzing.settings import SettingsForm, write_settings
from lerna.doors.desk.courses.quizzing.sheets import KINDS
from lerna.doors.desk.courses.views import PAGE
from lerna.doors.desk.pages import render_page
from lerna.kit import clock
from lerna.school.blocks.course import Grading
from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.stored import read_value
from lerna.school.catalogue.lessons import EditConflictError
from lerna.school.catalogue.models import Course, Lesson
from lerna.school.exchange.folder.lines import FolderError

CONFLICT, INVALID = 409, 422


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, account: Account, course: Course, lesson: Lesson, *, block: str) -> HttpResponse:
    """Settings are saved, questions moved and taken out; each has a page of its own."""
    opened = open_lesson(lesson)
    found = opened.find(block)
    if found is None:
        raise Http404
    grading = read_value(Grading, course.grading)
    form = SettingsForm(initial=write_settings(found), grading=grading)
    if request.method != "POST":
        return _render(request, account, lesson, found, base=opened.base, form=form)
    wish = request.POST.get("do", "")
    if not wish:
        form = SettingsForm(request.POST, grading=grading)
        if not form.is_valid():
            return _render(request, account, lesson, found, base=read_base(request), form=form, status=INVALID)
    changed = rearrange(found, wish) if wish else form.change(found)
    if not changed.questions:
        fault = _("A quiz has at least one question. Write another one first.")
        return _render(request, account, lesson, found, base=opened.base, form=form, faults=(fault,), status=INVALID)
    try:
        save_quiz(opened, changed, base=read_base(request), now=clock.now(), author=account.user.pk)
    except FolderError as error:
        faults = tuple(fault.translated for fault in error.faults)
        return _render(request, account, lesson, found, base=opened.base, form=form, faults=faults, status=INVALID)
    except EditConflictError:
        return _render(request, account, lesson, found, base=opened.base, form=form, is_conflict=True, status=CONFLICT)
    return redirect("desk:quiz_form", course.key, lesson.key, block)


def read_base(request: HttpRequest) -> int:
    """The revision that the author started from."""
    text = request.POST.get("base", "")
    return int(text) if text.isdecimal() else -1


def _render(  # noqa: PLR0913 -- the page, and what it says of what was sent
    request: HttpRequest,
    account: Account,
    lesson: Lesson,
    found: Quiz,
    *,
    base: int,
    form: SettingsForm,
    faults: tuple[str, ...] = (),
    is_conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "course": lesson.course, "lesson": lesson, "quiz": found, "base": base, "form": form, "faults": faults,
        "is_conflict": is_conflict, "questions": [(one, KINDS[one.KIND].title) for one in found.questions],
        "kinds": [(key, one.title) for key, one in KINDS.items()],
    }  # fmt: skip
    return render_page(request, account, PAGE, "desk/courses/quiz.html", context, status)
