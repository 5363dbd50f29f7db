"""Texts and pictures of lessons."""

from django import template
from django.utils.safestring import SafeString

from lerna.doors.look.blocks.files import Files
from lerna.doors.look.blocks.text import render_html, render_line, render_markdown
from lerna.doors.look.media.pictures import Picture

register = template.Library()


@register.simple_tag
def markdown(text: str, files: Files | None = None, level: int = 2) -> SafeString:
    """Markdown as HTML; its highest headings are of this level, `media:` in it are addresses of these files."""
    return render_markdown(text, files, level=level)


@register.filter
def markdown_line(text: str) -> SafeString:
    """Markdown of one line, without a paragraph around it."""
    return render_line(text)


@register.simple_tag
def stored_html(html: str, files: Files | None = None, level: int = 2) -> SafeString:
    """Stored HTML, likewise."""
    return render_html(html, files, level=level)


@register.simple_tag
def picture(shown: Picture, alt: str, *, is_first: bool = False) -> SafeString:
    """A picture of a lesson in its sizes; `is_first` where it begins the lesson, others load when they are near."""
    return shown.write(alt, is_first=is_first)
