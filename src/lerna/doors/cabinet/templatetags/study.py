"""Addresses of lessons."""

from django import template
from django.template import RequestContext

from lerna.doors.cabinet.study.page import lesson_address
from lerna.school.learning.models import Enrollment

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_url(context: RequestContext, enrollment: Enrollment, lesson: str, name: str = "lesson") -> str:
    """The page of this name about the lesson of this key, for the person whose page this is."""
    return lesson_address(context["request"].acting, enrollment, lesson, name)
