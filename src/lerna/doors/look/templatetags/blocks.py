"""Texts of lessons."""

from django import template
from django.utils.safestring import SafeString

from lerna.doors.look.blocks.text import render_markdown

register = template.Library()


@register.simple_tag
def markdown(text: str, level: int = 2) -> SafeString:
    """Markdown as HTML; its highest headings are of this level."""
    return render_markdown(text, level=level)
