"""What an author's address names, of their own company alone; for anything else there is no page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from lerna.accounts.queries import Account
from lerna.doors.look.signed_in import needs_author
from lerna.school.catalogue.models import Course, Lesson, Run, Section

View = Callable[..., HttpResponseBase]
_ROWS = frozenset({"section", "lesson", "run"})


def needs_course(view: View) -> View:
    """Gives the view the account and the course of the address, and what else it names: section, lesson or run. Keys
    inside of a lesson are given as they are.
    """

    @needs_author
    @wraps(view)
    def answer(request: HttpRequest, account: Account, key: str, **keys: str) -> HttpResponseBase:
        courses = Course.objects.select_related("company", "direction", "cover")
        course = courses.filter(company=account.subject.company, key=key).first()
        if course is None:
            raise Http404
        found = {name: _find(course, name, one) if name in _ROWS else one for name, one in keys.items()}
        return view(request, account, course, **found)

    return answer


def _find(course: Course, name: str, key: str) -> Any:  # noqa: ANN401 -- one of three
    rows: Any = {
        "section": Section.objects.filter(course=course, retired_at=None),
        "lesson": Lesson.objects.filter(course=course).select_related("section", "published"),
        "run": Run.objects.filter(course=course, retired_at=None),
    }[name]
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    found.course = course
    return found
