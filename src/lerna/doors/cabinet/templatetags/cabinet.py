"""What the frame of the cabinet asks for on each of its pages."""

from typing import Any

from django import template
from django.template import Context

from lerna.kit import clock
from lerna.privacy.renewal.changes import read_stopped

register = template.Library()


@register.simple_tag(takes_context=True)
def waits_for_consent(context: Context) -> Any:  # noqa: ANN401 -- a tuple, for the template
    """What has stopped and waits for a fresh consent of whoever is logged in (clause 11.5). One query."""
    account = getattr(context["request"], "account", None)
    return read_stopped(account.subject, now=clock.now()) if account else ()
