"""Addresses of pages about a person."""

from typing import Any

from django import template
from django.template import RequestContext

from lerna.doors.cabinet.acting import address_of

register = template.Library()


@register.simple_tag(takes_context=True)
def person_url(context: RequestContext, name: str, **arguments: Any) -> str:  # noqa: ANN401 -- arguments of an address
    """The page of this name about the person whose page this is: the reader's own, or whom they act for."""
    return address_of(getattr(context["request"], "acting", None), name, **arguments)
