"""How works are spoken of: promises and days as people say them, states, files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerna.doors.look.consent_form import read_language
from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.assignments.models import State
from lerna.school.learning.assignments.queries import ReviewOf
from lerna.school.learning.assignments.reviewing import OVERALL
from lerna.school.learning.assignments.rules import MEGABYTE, load_rules

STATES: Mapping[State, Promise] = {
    State.DRAFT: gettext_lazy("draft"),
    State.HANDED_IN: gettext_lazy("being checked"),
    State.RETURNED: gettext_lazy("returned for rework"),
    State.ACCEPTED: gettext_lazy("accepted"),
}
TONES: Mapping[State, str] = {
    State.DRAFT: "plain",
    State.HANDED_IN: "brand",
    State.RETURNED: "warn",
    State.ACCEPTED: "good",
}

# Whole sentences, because a day of the week has another form in each language after “by”.
_CHECKED_BY = (
    gettext_lazy("Checked by Monday %(time)s, %(day)s"),
    gettext_lazy("Checked by Tuesday %(time)s, %(day)s"),
    gettext_lazy("Checked by Wednesday %(time)s, %(day)s"),
    gettext_lazy("Checked by Thursday %(time)s, %(day)s"),
    gettext_lazy("Checked by Friday %(time)s, %(day)s"),
    gettext_lazy("Checked by Saturday %(time)s, %(day)s"),
    gettext_lazy("Checked by Sunday %(time)s, %(day)s"),
)
_KILOBYTE = 1000  # bytes


@dataclass(frozen=True, slots=True)
class Scored:
    """One line of a rubric; `points` None where nothing was given yet."""

    key: str
    title: str
    most: int
    points: Decimal | None


def say_promise(moment: datetime) -> str:
    """By when a work is checked: “Checked by Tuesday 18:00, 1 December”."""
    return str(_CHECKED_BY[moment.weekday()]) % {
        "time": formats.date_format(moment, "TIME_FORMAT"),
        "day": formats.date_format(moment, "MONTH_DAY_FORMAT"),
    }


def list_scores(assignment: Assignment, review: ReviewOf | None = None) -> Iterator[Scored]:
    """The rubric with what was given; one line of its own where the assignment has none."""
    given = review.points if review else {}
    for one in assignment.rubric:
        yield Scored(one.key, one.title, one.points, given.get(one.key))
    if not assignment.rubric:
        yield Scored(OVERALL, _("The whole work"), assignment.points, given.get(OVERALL))


def say_size(size: int) -> str:
    """Bytes as people read them."""
    if size < MEGABYTE:
        return _("%(count)s kB") % {"count": formats.number_format(max(1, round(size / _KILOBYTE)))}
    count = round(size / MEGABYTE, 1)
    return _("%(count)s MB") % {"count": formats.number_format(int(count) if count.is_integer() else count)}


def say_file_rules() -> str:
    """Which files are taken, in one sentence."""
    rules, language = load_rules(), read_language()
    kinds = ", ".join(kind.title.in_language(language) for kind in rules.kinds)
    return _("Up to %(count)s files, each up to %(size)s: %(kinds)s.") % {
        "count": rules.most_files,
        "size": say_size(rules.most_bytes),
        "kinds": kinds,
    }


def send_file(name: str, content: bytes) -> HttpResponse:
    """A file that somebody handed in: to be kept, never opened as a page of ours (CWE-434)."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    response["X-Content-Type-Options"] = "nosniff"
    return response
