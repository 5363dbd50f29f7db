"""What the frame of the cabinet asks for on each of its pages."""

from typing import Any

from django import template
from django.template import Context

from lerna.kit import clock
from lerna.privacy.renewal.changes import read_stopped

register = template.Library()


@register.simple_tag(takes_context=True)
def waits_for_consent(context: Context) -> Any:  # noqa: ANN401 -- a tuple, for the template
    """What has stopped and waits for a fresh consent of whoever the page is about (clause 11.5). Mostly no query."""
    request = context["request"]
    about = getattr(request, "acting", None) or getattr(request, "account", None)
    return read_stopped(about.subject, now=clock.now()) if about else ()
