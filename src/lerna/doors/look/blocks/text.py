"""Texts of lessons as HTML that fits into a page of ours: nothing that runs, one h1, our own files, marked links."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lerna.doors.look.blocks.code import highlight
from lerna.doors.look.blocks.files import Files

LOWEST = 6
_OURS = "media:"
_HEADING = re.compile(r"h[1-6]")
_HEADING_TAG = re.compile(r"(</?h)([1-6])(?=[ >])")
_PICTURE = re.compile(r'<img((?: [\w-]+="[^"]*")*)>')  # as nh3 writes it
_SOURCE = re.compile(r' src="media:([^"]*)"')
_FOREIGN = re.compile(r"https?://", re.IGNORECASE)
_MARKDOWN = MarkdownIt(
    "commonmark", {"html": False, "highlight": lambda code, language, _attributes: highlight(code, language)}
).enable(["table", "strikethrough"])


def render_markdown(text: str, files: Files | None = None, *, level: int = 2) -> SafeString:
    """Markdown as HTML. Raw HTML in it is shown as text, its highest headings are of this level, foreign pictures are
    links.
    """
    if _OURS not in text:
        return _render_kept(text, level, get_language())
    return _render(text, files, level)


@lru_cache(maxsize=2_000)  # of some kilobytes each; what authors write for everybody, never a learner's words
def _render_kept(text: str, level: int, _language: str | None) -> SafeString:
    """Without files of ours, whose addresses change, a text is the same each time in one language."""
    return _render(text, None, level)


def _render(text: str, files: Files | None, level: int) -> SafeString:
    tokens = _MARKDOWN.parse(text)
    _shift_headings(tokens, level)
    for token in tokens:
        if token.type == "inline":
            token.children = list(_resolve(token.children or [], files))
    written: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(written)  # noqa: S308 -- the parser escapes everything but its own tags


def render_line(text: str) -> SafeString:
    """Markdown of one line as HTML without a paragraph around it, for a choice or a label."""
    written: str = _MARKDOWN.renderInline(text)
    return mark_safe(written)  # noqa: S308 -- as above


def render_html(html: str, files: Files | None = None, *, level: int = 2) -> SafeString:
    """Stored HTML, sanitized once more on its way out; its highest headings are of this level."""
    clean = nh3.clean(
        html,
        attribute_filter=_file_filter(files),
        url_schemes={"http", "https", "mailto", "media"},
        link_rel="noopener external nofollow",
    )
    clean = _PICTURE.sub(lambda tag: _size_picture(tag, files), clean)
    highest = min((int(found[2]) for found in _HEADING_TAG.finditer(clean)), default=level)
    shifted = _HEADING_TAG.sub(lambda tag: f"{tag[1]}{min(int(tag[2]) - highest + level, LOWEST)}", clean)
    return mark_safe(shifted)  # noqa: S308 -- sanitized just now


def _shift_headings(tokens: Sequence[Token], level: int) -> None:
    headings = [token for token in tokens if _HEADING.fullmatch(token.tag)]
    shift = level - min((int(token.tag[1]) for token in headings), default=level)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + shift, LOWEST)}"


def _resolve(tokens: Sequence[Token], files: Files | None) -> Iterator[Token]:
    """Files of ours get their addresses, foreign links their mark, and foreign pictures become links."""
    marks: list[bool] = []  # of the links that are open: whether each is foreign
    for token in tokens:
        if token.type == "image":
            yield _raw(_write_image(token, files))
        elif token.type == "link_open":
            marks.append(_open_link(token, files))
            yield token
        elif token.type == "link_close" and marks.pop():
            yield _raw(format_html('<span class="visually-hidden"> {}</span>', _note()))
            yield token
        else:
            yield token


def _write_image(token: Token, files: Files | None) -> SafeString:
    source, alt = str(token.attrGet("src") or ""), token.content
    shown = files.find_picture(source.removeprefix(_OURS)) if files and source.startswith(_OURS) else None
    if shown:
        return shown.write(alt)
    return write_foreign_link(source, alt or source) if _FOREIGN.match(source) else SafeString(escape(alt))


def write_foreign_link(address: str, text: str) -> SafeString:
    """A link to somebody else's site, marked as such for eye and screen reader (clause 3.4)."""
    return format_html(
        '<a class="external-link" href="{}" rel="noopener external nofollow">{}'
        '<span class="visually-hidden"> {}</span></a>',
        address, text, _note(),
    )  # fmt: skip


def _open_link(token: Token, files: Files | None) -> bool:
    """Whether the link is foreign; one to a file of ours gets its address."""
    address = str(token.attrGet("href") or "")
    if address.startswith(_OURS):
        shown = files.find(address.removeprefix(_OURS)) if files else None
        token.attrSet("href", shown.address if shown else "")
        return False
    is_foreign = bool(_FOREIGN.match(address))
    if is_foreign:
        token.attrSet("class", "external-link")
        token.attrSet("rel", "noopener external nofollow")
    return is_foreign


def _size_picture(tag: re.Match[str], files: Files | None) -> str:
    """A picture of ours with its sizes, in place of the digest that stands there."""
    source = _SOURCE.search(tag[1])
    if source is None:
        return tag[0]
    kept, shown = tag[1].replace(source[0], ""), files.find_picture(source[1]) if files else None
    if shown is None:
        return f"<img{kept}>"
    own = shown.write_place(is_measured=" width=" in kept or " height=" in kept)
    return f'<img src="{shown.address}"{kept}{own}>'


def _file_filter(files: Files | None) -> Callable[[str, str, str], str | None]:
    def resolve(tag: str, attribute: str, value: str) -> str | None:
        if attribute not in {"src", "href"}:
            return value
        if tag == "img":
            return value if value.startswith(_OURS) else None  # a foreign picture tells who looks at it
        if value.startswith(_OURS):
            shown = files.find(value.removeprefix(_OURS)) if files else None
            return shown.address if shown else None
        return value

    return resolve


def _raw(written: str) -> Token:
    return Token("html_inline", "", 0, content=written)


def _note() -> str:
    return _("(another site, with a policy of its own)")
