"""Texts and pictures of lessons."""

from django import template
from django.utils.safestring import SafeString

from lerna.doors.look.blocks.files import Files, ShownFile
from lerna.doors.look.blocks.text import render_html, render_line, render_markdown, write_image

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
def picture(file: ShownFile, alt: str) -> SafeString:
    """A picture that is loaded when it is near."""
    return write_image(file.address, alt, file.width, file.height)
