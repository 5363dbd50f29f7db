"""What a reader sees of an HTML policy, as lines: `#` before headings, dashes or numbers before items, table bars."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser, LexborNode

from lerna.privacy.policy.importer.readers.tables import table_lines

UNSEEN = {"script", "style", "template", "head", "svg", "iframe", "object"}
DEEPEST = 100  # levels of nesting; what lies deeper is read as plain text, since Python's own stack has an end
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "blockquote",
    "address",
    "form",
    "fieldset",
}
BLOCKS |= {"figure", "figcaption", "dl", "dt", "dd", "pre", "hr", "body", "html", "details", "summary", "center"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PICTURES = {"img", "picture", "video", "audio", "canvas"}
# Form feed and the like are spaces of HTML too; a no-break space is the author's own character and stays.
SPACES = re.compile(r"[ \t\n\r\f]+")
# What frames the words of an unread element; a parser would give none of those inside <template> and <iframe>.
FRAMES = re.compile(r"""</?(?:template|iframe)\b(?:"[^"]*"|'[^']*'|[^'">])*>""")
LETTERED = {"a": "abcdefghijklmnopqrstuvwxyz"}


@dataclass(slots=True)
class _Page:
    """The lines so far and what was passed over."""

    lines: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)  # tags with the words inside
    prefix: str = ""
    depth: int = 0
    level: int = 0

    def flush(self, *, blank: bool = True) -> None:
        """End a line; an empty one follows, so that blocks stay apart."""
        words = SPACES.sub(" ", "".join(self.current)).strip(" ")
        if words or self.prefix.strip():
            self.lines.append(self.prefix + words)
            if blank:
                self.lines.append("")
            self.prefix = ""
        self.current = []


def html_text(markup: str) -> tuple[str, tuple[str, ...]]:
    """The page's text and notes on what was not taken over; any markup is read as a browser would, none is an error."""
    root = LexborHTMLParser(markup).root
    page = _Page()
    if root is not None:
        _walk(root, page)
    page.flush()
    notes = tuple(_note(tag, words, count) for (tag, words), count in page.passed.items())
    return "\n".join(page.lines).rstrip("\n") + "\n", notes


def _note(tag: str, words: str, count: int) -> str:
    if words:
        return _("%(count)s × <%(name)s> was not read, though there are words in it: %(words)s") % {
            "count": count,
            "name": tag,
            "words": words,
        }
    return _("%(count)s × <%(name)s> has no words and was not read") % {"count": count, "name": tag}


def _words_inside(node: LexborNode) -> str:
    """The words of an element that isn't read, for the note; a script and a style sheet hold none."""
    if node.tag in {"script", "style"}:
        return ""
    markup = f"{FRAMES.sub(' ', node.html or '')} {node.attributes.get('srcdoc') or ''}"
    inside = LexborHTMLParser(markup)
    inside.strip_tags(["script", "style"])
    words = inside.root.text(separator=" ") if inside.root else ""
    return SPACES.sub(" ", words).strip(" ")


def _walk(node: LexborNode, page: _Page) -> None:
    for child in node.iter(include_text=True):
        _step_into(child, page)


def _step_into(node: LexborNode, page: _Page) -> None:
    if page.level == DEEPEST:
        page.current.append(node.text(separator=" "))
        return
    page.level += 1
    _visit(node, page)
    page.level -= 1


def _visit(node: LexborNode, page: _Page) -> None:
    tag = node.tag or ""
    if tag == "-text":
        page.current.append(node.text_content or "")
    elif tag in UNSEEN or tag in PICTURES:
        if tag != "head":
            page.passed[tag, _words_inside(node)] += 1
    elif tag == "br":
        page.flush(blank=False)
    elif tag in HEADINGS:
        page.flush()
        page.prefix = "#" * HEADINGS[tag] + " "
        _walk(node, page)
        page.flush()
    elif tag in {"ul", "ol"}:
        _list(node, page)
    elif tag == "table":
        _table(node, page)
    elif tag in BLOCKS:
        page.flush()
        _walk(node, page)
        page.flush()
    else:
        _walk(node, page)


def _table(node: LexborNode, page: _Page) -> None:
    """A table of figures row by row; one that only lays the page out, as what stands in its cells."""
    page.flush()
    for caption in node.css("caption"):
        _walk(caption, page)
        page.flush()
    if _lays_out(node):
        for cell in _own_cells(node):
            _walk(cell, page)
            page.flush()
    else:
        rows = [[_cell(cell) for cell in row.css("td, th")] for row in node.css("tr")]
        page.lines.extend([*table_lines(rows), ""])


def _lays_out(node: LexborNode) -> bool:
    """Tables within, one cell a row, or one row with paragraphs: old pages draw columns and frames like that."""
    rows = node.css("tr")
    return (
        node.css_first("td table, th table") is not None
        or all(len(row.css("td, th")) == 1 for row in rows)
        or (len(rows) == 1 and node.css_first("td p, td div, td li") is not None)
    )


def _own_cells(node: LexborNode) -> Iterator[LexborNode]:
    """The table's own cells, not those of a table within."""
    for child in node.iter():
        if child.tag in {"td", "th"}:
            yield child
        elif child.tag in {"tbody", "thead", "tfoot", "tr"}:
            yield from _own_cells(child)


def _list(node: LexborNode, page: _Page) -> None:
    """List items, each with the mark a browser would draw; a nested list is indented."""
    page.flush(blank=False)
    attributes = node.attributes
    number = int(start) if (start := attributes.get("start") or "").isdecimal() else 1
    page.depth += 1
    for item in node.iter():
        if item.tag != "li":
            _step_into(item, page)
            continue
        mark = _mark(node.tag or "", attributes.get("type") or "", number)
        page.prefix = "  " * (page.depth - 1) + mark + " "
        _walk(item, page)
        page.flush(blank=False)
        number += 1
    page.depth -= 1
    if page.depth == 0:
        page.lines.append("")


def _mark(tag: str, kind: str, number: int) -> str:
    if tag == "ul":
        return "-"
    letters = LETTERED.get(kind.lower(), "")
    return f"{letters[number - 1]})" if 0 < number <= len(letters) else f"{number})"


def _cell(cell: LexborNode) -> str:
    return SPACES.sub(" ", cell.text(separator=" ", strip=False)).strip(" ")
