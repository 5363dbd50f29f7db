"""The talk under a lesson, for the page of the lesson."""

from typing import Any

from django import template

from lerna.doors.cabinet.study.page import LessonPage
from lerna.doors.cabinet.talk.shown import show_talk

register = template.Library()


@register.inclusion_tag("cabinet/talk/talk.html", takes_context=True)
def comments_of(context: Any, page: LessonPage) -> dict[str, Any]:  # noqa: ANN401 -- Django's context
    """What was said under the page's lesson, and the form to say something. Five queries."""
    return {"csrf_token": context.get("csrf_token"), "request": page.request, **show_talk(page)}
