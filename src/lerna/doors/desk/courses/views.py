"""The courses of the company, and one of them: what it says, what learners don't see yet, whether visitors see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.changes import compare
from lerna.doors.desk.courses.finding import needs_course
from lerna.doors.desk.courses.forms import CourseForm, NewCourseForm, NewPartForm, SectionForm, write_initial
from lerna.doors.desk.pages import render_page
from lerna.doors.look.signed_in import needs_author
from lerna.kit import clock
from lerna.school.catalogue.authoring.drafts import list_courses, list_drafts, publish_drafts, read_outline
from lerna.school.catalogue.authoring.pages import (
    CourseKeyTakenError,
    change_course,
    close_course,
    create_course,
    open_course,
)
from lerna.school.catalogue.lessons import EditConflictError
from lerna.school.catalogue.models import Course

PAGE = "courses"
TAKEN = _("There is one of this address already; choose another.")
_CONFLICT, _INVALID = 409, 422


@needs_author
@require_http_methods(["GET", "HEAD", "POST"])
def courses(request: HttpRequest, account: Account) -> HttpResponse:
    """Every course of the company; a form makes a new one."""
    company = account.subject.company
    form = NewCourseForm(request.POST) if request.method == "POST" else NewCourseForm()
    if form.is_valid():
        try:
            made = create_course(company=company, now=clock.now(), **form.cleaned_data)
        except CourseKeyTakenError:
            form.add_error("key", TAKEN)
        else:
            return redirect("desk:course", made.key)
    context = {"courses": list_courses(company), "form": form}
    return render_page(request, account, PAGE, "desk/courses/courses.html", context, _INVALID if form.errors else 200)


@needs_course
@require_safe
def course(request: HttpRequest, account: Account, course: Course) -> HttpResponse:
    """The outline, the runs, and what waits to be published."""
    return render_course(request, account, course)


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, account: Account, course: Course) -> HttpResponse:
    """What the course's page says."""
    initial = write_initial(course)
    form = (
        CourseForm(request.POST, course=course)
        if request.method == "POST"
        else CourseForm(course=course, initial=initial)
    )
    status = 200
    if form.is_valid():
        try:
            change_course(course=course, base=form.cleaned_data["version"], page=form.read_page(), now=clock.now())
        except EditConflictError:
            status = _CONFLICT
        else:
            return redirect("desk:course", course.key)
    context = {"course": course, "form": form, "is_conflict": status == _CONFLICT}
    status = _INVALID if form.errors else status
    return render_page(request, account, PAGE, "desk/courses/page.html", context, status)


@needs_course
@require_POST
def show(request: HttpRequest, account: Account, course: Course) -> HttpResponse:  # noqa: ARG001 -- a view's argument
    """Visitors see the course from now on, or no more."""
    if request.POST.get("shown") == "yes":
        open_course(course=course, now=clock.now())
    else:
        close_course(course=course, now=clock.now())
    return redirect("desk:course", course.key)


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, account: Account, course: Course) -> HttpResponse:
    """What would change for learners, lesson by lesson; those that are ticked are published as they were shown."""
    if request.method == "POST":
        ticked = (value.rpartition(":") for value in request.POST.getlist("draft"))
        numbers = [(key, int(number)) for key, _, number in ticked if number.isdecimal()]
        publish_drafts(course=course, numbers=numbers, now=clock.now())
        return redirect("desk:course", course.key)
    drafts = [(lesson, draft, compare(lesson.published, draft)) for lesson, draft in list_drafts(course)]
    return render_page(request, account, PAGE, "desk/courses/publish.html", {"course": course, "drafts": drafts})


def render_course(  # noqa: PLR0913 -- the page and the form that came back
    request: HttpRequest,
    account: Account,
    course: Course,
    *,
    section_form: NewPartForm | None = None,
    fault: str = "",
    lesson_forms: dict[str, NewPartForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The course's page at the desk, with forms that came back."""
    outlined, taken_out = read_outline(course)
    came_back = lesson_forms or {}
    sections = [
        (
            one.section,
            one.lessons,
            one.waiting,
            SectionForm(
                initial={"title": one.section.title, "opens_after_days": one.section.opens_after_days},
                prefix=one.section.key,
            ),
            came_back.get(one.section.key) or NewPartForm(auto_id=f"new-{one.section.key}-%s"),
        )
        for one in outlined
    ]
    context = {
        "course": course, "sections": sections, "taken_out": taken_out, "fault": fault,
        "drafts": sum(len(one.waiting) for one in outlined),
        "runs": list(course.runs.filter(retired_at=None).order_by("-starts_on", "key")),
        "section_form": section_form or NewPartForm(auto_id="new-section-%s"),
    }  # fmt: skip
    return render_page(request, account, PAGE, "desk/courses/course.html", context, status)
