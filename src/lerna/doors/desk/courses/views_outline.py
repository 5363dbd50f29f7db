"""The order of a course: added, named, moved by buttons or by dragging, taken out and brought back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.finding import needs_course
from lerna.doors.desk.courses.forms import NewPartForm, SectionForm
from lerna.doors.desk.courses.views import TAKEN, render_course
from lerna.kit import clock
from lerna.school.catalogue.authoring.drafts import read_outline
from lerna.school.catalogue.authoring.outline import (
    KeyTakenError,
    NotEmptyError,
    add_lesson,
    add_section,
    change_section,
    order_lessons,
    order_sections,
    restore_lesson,
    retire_lesson,
    retire_section,
)
from lerna.school.catalogue.models import Course, Lesson, Section

_CONFLICT, _INVALID = 409, 422
_STEPS = {"up": -1, "down": 1}


@needs_course
@require_POST
def new_section(request: HttpRequest, account: Account, course: Course) -> HttpResponse:
    """A section at the end."""
    form = NewPartForm(request.POST, auto_id="new-section-%s")
    if form.is_valid():
        try:
            add_section(course=course, **form.cleaned_data)
        except KeyTakenError:
            form.add_error("key", TAKEN)
        else:
            return redirect("desk:course", course.key)
    return render_course(request, account, course, section_form=form, status=_INVALID)


@needs_course
@require_POST
def section(request: HttpRequest, account: Account, course: Course, section: Section) -> HttpResponse:
    """A section is named anew, or taken out where it is empty."""
    if "retire" in request.POST:
        try:
            retire_section(section=section, now=clock.now())
        except NotEmptyError:
            fault = _("The section has lessons. Move them or take them out first.")
            return render_course(request, account, course, fault=fault, status=_CONFLICT)
        return redirect("desk:course", course.key)
    form = SectionForm(request.POST, prefix=section.key)
    if not form.is_valid():
        fault = _("A section needs a title.")
        return render_course(request, account, course, fault=fault, status=_INVALID)
    change_section(section=section, **form.cleaned_data)
    return redirect("desk:course", course.key)


@needs_course
@require_POST
def move_section(request: HttpRequest, account: Account, course: Course, section: Section) -> HttpResponse:  # noqa: ARG001
    """One place up or down."""
    keys = [one.section.key for one in read_outline(course)[0]]
    order_sections(course=course, keys=_move(keys, section.key, request.POST.get("to", "")))
    return redirect("desk:course", course.key)


@needs_course
@require_POST
def new_lesson(request: HttpRequest, account: Account, course: Course, section: Section) -> HttpResponse:
    """An empty lesson at the end of a section, and its page to write it."""
    form = NewPartForm(request.POST, auto_id=f"new-{section.key}-%s")
    if form.is_valid():
        try:
            made = add_lesson(section=section, **form.cleaned_data)
        except KeyTakenError:
            form.add_error("key", TAKEN)
        else:
            return redirect("desk:lesson", course.key, made.key)
    return render_course(request, account, course, lesson_forms={section.key: form}, status=_INVALID)


@needs_course
@require_POST
def move_lesson(request: HttpRequest, account: Account, course: Course, lesson: Lesson) -> HttpResponse:  # noqa: ARG001
    """One place up or down, from section to section where it stands at an end."""
    outlined = read_outline(course)[0]
    places = [one.section.key for one in outlined]
    here = places.index(lesson.section.key)
    keys = [one.key for one in outlined[here].lessons]
    moved = _move(keys, lesson.key, to := request.POST.get("to", ""))
    beside = here + _STEPS.get(to, 0)
    if moved == keys and to in _STEPS and 0 <= beside < len(outlined):
        others = [one.key for one in outlined[beside].lessons]
        moved = [*others, lesson.key] if to == "up" else [lesson.key, *others]
        order_lessons(section=outlined[beside].section, keys=moved)
    else:
        order_lessons(section=outlined[here].section, keys=moved)
    return redirect("desk:course", course.key)


@needs_course
@require_POST
def order(request: HttpRequest, account: Account, course: Course) -> HttpResponse:  # noqa: ARG001 -- a view's argument
    """A section's lessons as they were dragged: its key, and the keys of its lessons in their order."""
    found = course.sections.filter(retired_at=None, key=request.POST.get("section", "")).first()
    if found is not None:
        order_lessons(section=found, keys=request.POST.getlist("lesson"))
    return redirect("desk:course", course.key)


@needs_course
@require_POST
def stand(request: HttpRequest, account: Account, course: Course, lesson: Lesson) -> HttpResponse:  # noqa: ARG001
    """A lesson is taken out, or stands again."""
    if request.POST.get("stands") == "yes":
        restore_lesson(lesson=lesson)
    else:
        retire_lesson(lesson=lesson, now=clock.now())
    return redirect("desk:course", course.key)


def _move(keys: list[str], key: str, to: str) -> list[str]:
    here = keys.index(key)
    there = min(max(here + _STEPS.get(to, 0), 0), len(keys) - 1)
    moved = [one for one in keys if one != key]
    moved.insert(there, key)
    return moved
