"""Sanitized HTML as Markdown, for what is asked or said in short: questions, tasks, topics."""

import re
from collections.abc import Callable

from lxml import html as lxml_html

from lerna.school.exchange.foreign.xml import Element

_MARKS = re.compile(r"([\\`*_\[\]<>])")
_AT_START = re.compile(r"^(\s*)(?:()([#>+=-])|(\d+)([.)]))(?=\s|$)", re.MULTILINE)
_FORMULA = re.compile(r"\\\(\s*(.+?)\s*\\\)|\\\[\s*(.+?)\s*\\\]")
_SPACES = re.compile(r"\s+")
_BLANKS = re.compile(r"[ \t]+\n|\n[ \t]+(?=\n)")
_GAPS = re.compile(r"\n{3,}")
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "table",
        "dl",
        "figure",
        "details",
        "hr",
    }
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}


def write_markdown(html: str) -> str:
    """The same words in Markdown: paragraphs, lists, tables, emphasis, links and pictures; nothing else of the form."""
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return _write_children(root).strip()


def write_plain(html: str) -> str:
    """The words alone, in one line."""
    if not html.strip():
        return ""
    return _SPACES.sub(" ", str(lxml_html.fragment_fromstring(html, create_parent="div").text_content())).strip()


def _write_children(element: Element) -> str:
    parts = [_escape(element.text)]
    for child in element:
        tag = str(child.tag)
        written = _write_element(child, tag)
        parts.extend((f"\n\n{written.strip()}\n\n" if tag in _BLOCKS else written, _escape(child.tail)))
    return _GAPS.sub("\n\n", _BLANKS.sub("\n", "".join(parts)))


def _write_element(element: Element, tag: str) -> str:
    if tag in _WRITERS:
        return _WRITERS[tag](element)
    inside = _write_children(element)
    if not inside.strip():
        return inside
    if tag in _HEADINGS:
        return f"{'#' * int(tag[1])} {' '.join(inside.split())}"
    if tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in inside.strip().split("\n"))
    if tag == "a" and element.get("href"):
        return f"[{inside.strip()}]({element.get('href')})"
    mark = _AROUND.get(tag, "")
    return f"{mark}{inside.strip()}{mark}" if mark else inside


def _write_image(element: Element) -> str:
    return f"![{_escape(element.get('alt', ''))}]({element.get('src')})" if element.get("src") else ""


def _write_list(element: Element) -> str:
    items, ordered = [], element.tag == "ol"
    for number, item in enumerate(element.iterchildren("li"), 1):
        mark = f"{number}. " if ordered else "- "
        inside = re.sub(r"\n{2,}", "\n", _write_children(item).strip())
        items.append(mark + inside.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(items)


def _write_table(element: Element) -> str:
    rows = [row for row in (_write_cells(row) for row in element.iter("tr")) if row]
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _write_cells(row: Element) -> list[str]:
    return [" ".join(_write_children(cell).split()).replace("|", "\\|") for cell in row if cell.tag in {"td", "th"}]


def _escape(text: str | None) -> str:
    """The words as Markdown shows them; a formula in TeX stays as it is written, as code."""
    words, written, at = _SPACES.sub(" ", text or ""), [], 0
    for formula in _FORMULA.finditer(words):
        written += [_MARKS.sub(r"\\\1", words[at : formula.start()]), f"`{formula[1] or formula[2]}`"]
        at = formula.end()
    written.append(_MARKS.sub(r"\\\1", words[at:]))
    return _AT_START.sub(r"\1\2\4\\\3\5", "".join(written))


_WRITERS: dict[str, Callable[[Element], str]] = {
    "ul": _write_list,
    "ol": _write_list,
    "table": _write_table,
    "img": _write_image,
    "pre": lambda element: f"```\n{str(element.text_content()).strip(chr(10))}\n```",
    "code": lambda element: f"`{element.text_content()}`" if element.text_content() else "",
    "br": lambda _element: "\\\n",
    "hr": lambda _element: "---",
}
