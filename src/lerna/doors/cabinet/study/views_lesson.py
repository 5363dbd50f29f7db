"""A lesson: read, gone on with, done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import needs_person
from lerna.doors.cabinet.study.page import LessonPage, course_address, lesson_address
from lerna.doors.cabinet.study.presenting import present
from lerna.doors.cabinet.study.reading import Found, need_lesson, need_open_lesson
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.operations import NotDoneError, complete_lesson, open_lesson
from lerna.school.learning.outline import LessonLine
from lerna.school.learning.queries import list_asking, list_done_blocks, read_lesson_blocks

_NOT_YET = 409


@needs_person
@require_safe
def lesson(request: HttpRequest, acting: Acting, course: str, run: str, lesson: str) -> HttpResponse:
    """The lesson, or when it opens."""
    now = clock.now()
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner studies"):
        found = need_lesson(acting, course, run, lesson, now=now)
        if not found.line.is_open:
            return render(request, "cabinet/study/shut.html", _frame(acting, found), status=403)
        return _render_lesson(request, acting, found)


@needs_person
@require_POST
def finish(request: HttpRequest, acting: Acting, course: str, run: str, lesson: str) -> HttpResponse:
    """Done, next: the lesson is completed by its reader, where it asks nothing else."""
    now = clock.now()
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner is done with a lesson"):
        found = need_open_lesson(acting, course, run, lesson, now=now)
        try:
            complete_lesson(enrollment=found.enrollment, lesson=found.lesson, now=now)
        except NotDoneError:
            return _render_lesson(request, acting, found, status=_NOT_YET)
    following = found.outline.beside(found.lesson)[1]
    if following is None or not following.is_open:
        return redirect(course_address(acting, found.enrollment))
    return redirect(lesson_address(acting, found.enrollment, following.lesson.key))


def _render_lesson(request: HttpRequest, acting: Acting, found: Found, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    progress = open_lesson(enrollment=found.enrollment, lesson=found.lesson, now=now)
    done = list_done_blocks(found.enrollment, found.lesson)
    page = LessonPage(request, acting, found.enrollment, found.lesson, done, now)
    asking = list_asking(found.lesson)
    context = {
        **_frame(acting, found),
        "page": page,
        "blocks": present(page, read_lesson_blocks(found.lesson)),
        "progress": progress,
        "asks": len(asking),
        "left": len(set(asking) - done),
        "is_refused": status == _NOT_YET,
    }
    return render(request, "cabinet/study/lesson.html", context, status=status)


def _frame(acting: Acting, found: Found) -> dict[str, object]:
    before, after = found.outline.beside(found.lesson)
    return {
        "course": found.enrollment.run.course,
        "lesson": found.lesson,
        "line": found.line,
        "outline": found.outline,
        "course_address": course_address(acting, found.enrollment),
        "before": _show(acting, found, before),
        "after": _show(acting, found, after),
    }


def _show(acting: Acting, found: Found, line: LessonLine | None) -> dict[str, object] | None:
    if line is None:
        return None
    return {"line": line, "address": lesson_address(acting, found.enrollment, line.lesson.key)}
