"""Texts of lessons: Markdown as HTML that fits into a page of ours."""

import re

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LOWEST = 6
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def render_markdown(text: str, *, level: int = 2) -> SafeString:
    """Markdown as HTML. Raw HTML in it is shown as text, and its highest headings are of this level."""
    tokens = _MARKDOWN.parse(text)
    _shift_headings(tokens, level)
    written: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(written)  # noqa: S308 -- the parser escapes everything but its own tags


def _shift_headings(tokens: list[Token], level: int) -> None:
    headings = [token for token in tokens if re.fullmatch(r"h[1-6]", token.tag)]
    shift = level - min((int(token.tag[1]) for token in headings), default=level)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + shift, LOWEST)}"
