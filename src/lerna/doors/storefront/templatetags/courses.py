"""What the pages of courses say of a course and its runs, in words."""

from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lerna.doors.look.blocks.text import render_markdown
from lerna.doors.look.consent_form import read_language
from lerna.doors.storefront.courses.covers import find_motifs, lay_cover
from lerna.doors.storefront.courses.filters import LANGUAGES, LEVELS
from lerna.doors.storefront.courses.shown import RunShown
from lerna.doors.storefront.courses.words import KEPT, NO_RUN
from lerna.school.catalogue.models import Course, Teacher
from lerna.school.catalogue.states import RunState

register = template.Library()
_ON_A_CARD = "(min-width: 80rem) 25rem, (min-width: 45rem) 50vw, calc(100vw - 2rem)"
_ALONE = "(min-width: 80rem) 30rem, (min-width: 60rem) 40vw, calc(100vw - 2rem)"


@register.filter
def teaching_language(course: Course) -> str:
    """In which language it is taught."""
    return str(LANGUAGES[course.language])


@register.filter
def teaching_level(course: Course) -> str:
    """For whom by their experience."""
    return str(LEVELS[Course.Level(course.level)])


@register.filter
def markdown(text: str, level: int = 3) -> SafeString:
    """What an author wrote, as HTML; its highest headings are of this level."""
    return render_markdown(text, level=level)


@register.inclusion_tag("storefront/courses/cover.html", takes_context=True)
def course_cover(
    context: dict[str, Any], course: Course, *, is_first: bool = False, is_alone: bool = False
) -> dict[str, Any]:
    """The course's cover, drawn of the brand's pattern where it has no picture; `is_first` on the first screen.

    `is_alone` on the course's own page, where it is wider than on a card. The context has the page's `pictures`.
    """
    picture = context["pictures"].get(course.cover_id)
    if picture:
        sizes = _ALONE if is_alone else _ON_A_CARD
        return {"picture": picture.write("", sizes=sizes, is_first=is_first, style="cover")}
    return {"cover": lay_cover(course.family or course.key), "motifs": find_motifs(context["site"].key)}


@register.inclusion_tag("storefront/courses/face.html", takes_context=True)
def teacher_face(context: dict[str, Any], teacher: Teacher) -> dict[str, Any]:
    """The teacher's photo, or the first letters of their names. Decoration: the name stands beside."""
    picture = context["pictures"].get(teacher.photo_id)
    if picture:
        return {"picture": picture.write("", sizes="5rem", style="face")}
    words = teacher.name.in_language(read_language()).split()
    return {"letters": "".join(word[0] for word in words[:2]).upper()}


@register.simple_tag
def run_line(shown: RunShown | None) -> str:
    """When it starts and whether one may join, in a few words."""
    if shown is None:
        return str(NO_RUN.name)
    starts = date_format(shown.run.starts_on) if shown.run.starts_on else ""
    opens = date_format(shown.run.enroll_from) if shown.run.enroll_from else ""
    sentences = {
        RunState.ANNOUNCED: gettext("enrollment opens on %(day)s") % {"day": opens},
        RunState.ENROLLING: gettext("starts on %(day)s") % {"day": starts},
        RunState.JOINABLE: gettext("began on %(day)s, you can still join") % {"day": starts},
        RunState.RUNNING: gettext("under way since %(day)s") % {"day": starts},
    }
    return sentences.get(shown.state) or str(shown.words.name)


@register.simple_tag
def kept_for_learners(kind: str) -> str:
    """What stands here for those who study the course."""
    return str(KEPT[kind])
