"""A lesson: read, gone on with, done."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lerna.doors.cabinet.study.forms import NoteForm
from lerna.doors.cabinet.study.page import LessonPage, course_address, lesson_address
from lerna.doors.cabinet.study.presenting import present
from lerna.doors.cabinet.study.reading import Found, needs_lesson, needs_open_lesson
from lerna.doors.look.blocks.files import read_files
from lerna.doors.look.media.addresses import address_for_account
from lerna.doors.look.packages.addresses import let_play
from lerna.school.blocks.kinds import Package
from lerna.school.learning.notes import read_note
from lerna.school.learning.operations import NotDoneError, complete_lesson, open_lesson
from lerna.school.learning.outline import LessonLine
from lerna.school.learning.queries import list_asking, list_done_blocks, read_lesson_blocks

_NOT_OPEN = 403
_NOT_YET = 409


@needs_lesson
@require_safe
def lesson(request: HttpRequest, found: Found) -> HttpResponse:
    """The lesson, or when it opens."""
    if not found.line.is_open:
        return render(request, "cabinet/study/shut.html", _frame(found), status=_NOT_OPEN)
    return _render_lesson(request, found)


@needs_open_lesson
@require_POST
def finish(request: HttpRequest, found: Found) -> HttpResponse:
    """Done, next: the lesson is completed by its reader, where it asks nothing else."""
    try:
        complete_lesson(enrollment=found.enrollment, lesson=found.lesson, now=found.now)
    except NotDoneError:
        return _render_lesson(request, found, status=_NOT_YET)
    following = found.outline.beside(found.lesson)[1]
    if following is None or not following.is_open:
        return redirect(course_address(found.acting, found.enrollment))
    return redirect(lesson_address(found.acting, found.enrollment, following.lesson.key))


def _render_lesson(request: HttpRequest, found: Found, *, status: int = 200) -> HttpResponse:
    enrollment, lesson, now = found.enrollment, found.lesson, found.now
    progress = open_lesson(enrollment=enrollment, lesson=lesson, now=now)
    done, asking = list_done_blocks(enrollment, lesson), list_asking(lesson)
    files = read_files(lesson, address_for_account(found.acting.account.user.pk, now=now), now=now)
    note = read_note(enrollment, lesson)
    page, blocks = LessonPage(request, found.acting, enrollment, lesson, done, files, now), read_lesson_blocks(lesson)
    context = {
        **_frame(found),
        "page": page,
        "blocks": list(zip(blocks, present(page, blocks), strict=True)),
        "progress": progress,
        "video": json.dumps(progress.video),
        "note_form": NoteForm(initial={"text": note}),
        "has_note": bool(note),
        "left": len(set(asking) - done),
        "has_packages": any(isinstance(block, Package) for block in blocks),
    }
    response = render(request, "cabinet/study/lesson.html", context, status=status)
    return let_play(request, response) if context["has_packages"] else response


def _frame(found: Found) -> dict[str, object]:
    before, after = found.outline.beside(found.lesson)
    return {
        "course": found.enrollment.run.course,
        "lesson": found.lesson,
        "line": found.line,
        "outline": found.outline,
        "course_address": course_address(found.acting, found.enrollment),
        "before": _show(found, before),
        "after": _show(found, after),
    }


def _show(found: Found, line: LessonLine | None) -> dict[str, object] | None:
    if line is None:
        return None
    return {"line": line, "address": lesson_address(found.acting, found.enrollment, line.lesson.key)}
