"""HTML of foreign packages: its files become ours, what leads nowhere loses its address, and all of it is sanitized."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, unquote, urlsplit

from lxml import html as lxml_html

from lerna.school.exchange.foreign.sanitizing import sanitize_html
from lerna.school.exchange.foreign.xml import Element
from lerna.school.exchange.reasons import Reason, note

Find = Callable[[str], str | None]
"""The name under which the package holds what this address means; None where it holds no such file."""

_FIELDS = ("form", "input", "button", "select", "textarea")
_LOST = {
    **dict.fromkeys(("script", "object", "embed", "applet"), Reason.SCRIPT),
    **dict.fromkeys(_FIELDS, Reason.FORM),
    **dict.fromkeys(("style", "link", "svg", "math", "canvas"), Reason.LOOKS),
}
_RENAMED = {**dict.fromkeys(_FIELDS, "span"), "h1": "h2"}  # a page has one first heading: the lesson's own
_PLACED = frozenset({"style", "class", "id", "align", "bgcolor", "border"})
_FORMULA = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]|\\begin\{", re.DOTALL)


@dataclass(slots=True)
class Cleaned:
    """Harmless HTML, and why it isn't what came in; nothing in `reasons` where it is."""

    html: str = ""
    reasons: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def lose(self, reason: Reason, detail: str = "") -> None:
        if (noted := note(reason, detail)) not in self.reasons:
            self.reasons.append(noted)


def clean_html(written: str, find: Find) -> Cleaned:
    """The HTML with `media:NAME` for the files that the package holds, and nothing in it that could harm."""
    cleaned = Cleaned()
    if not written.strip():
        return cleaned
    root = lxml_html.fragment_fromstring(written.replace("\0", ""), create_parent="div")
    for element in list(root.iter()):
        if isinstance(element.tag, str):
            _clean_element(element, find, cleaned)
    if _FORMULA.search(str(root.text_content())):
        cleaned.lose(Reason.FORMULAS)
    inside = escape(root.text or "", quote=False) + "".join(
        lxml_html.tostring(child, encoding="unicode") for child in root
    )
    cleaned.html = sanitize_html(inside)
    return cleaned


def has_words(html: str) -> bool:
    """Is there anything to read or to see in it?"""
    return "<img" in html or bool(re.sub(r"<[^>]*>|&nbsp;|\s", "", html).replace("\xa0", ""))


def _clean_element(element: Element, find: Find, cleaned: Cleaned) -> None:
    tag = str(element.tag)
    for name in list(element.attrib):
        value = str(element.attrib[name])
        if name.startswith("on") or (name in {"href", "src"} and value.strip().lower().startswith("javascript:")):
            cleaned.lose(Reason.SCRIPT)
            del element.attrib[name]
        elif name in _PLACED:
            cleaned.lose(Reason.LOOKS)
    if tag in _LOST:
        cleaned.lose(_LOST[tag])
    element.tag = _RENAMED.get(tag, tag)
    if tag in _CLEANERS:
        _CLEANERS[tag](element, find, cleaned)


def _clean_image(element: Element, find: Find, cleaned: Cleaned) -> None:
    address = str(element.get("src", ""))
    if name := _find(address, find, cleaned):
        element.set("src", f"media:{quote(name)}")
        return
    words = element.get("alt") or address.rsplit("/", 1)[-1].split("?", maxsplit=1)[0][:80]
    if address.startswith(("http:", "https:", "//")):
        cleaned.lose(Reason.FOREIGN_FILE)
        _become_link(element, address if not address.startswith("//") else f"https:{address}", words)
    else:
        cleaned.lose(Reason.MISSING_FILE, unquote(address)[:80])
        _become_words(element, words)


def _clean_frame(element: Element, find: Find, cleaned: Cleaned) -> None:
    address = str(element.get("src", "")).strip()
    cleaned.lose(Reason.FRAME)
    if name := _find(address, find, cleaned):
        _become_link(element, f"media:{quote(name)}", element.get("title") or name.rsplit("/", 1)[-1])
        return
    if address.startswith("//"):
        address = f"https:{address}"
    if address.startswith(("http:", "https:")):
        _become_link(element, address, element.get("title") or urlsplit(address).netloc)
    else:
        _become_words(element, element.get("title") or "")


def _clean_player(element: Element, find: Find, cleaned: Cleaned) -> None:
    addresses = [element.get("src"), *(source.get("src") for source in element.iter("source"))]
    for address in filter(None, addresses):
        if name := _find(address, find, cleaned):
            cleaned.lose(Reason.FRAME)
            _become_link(element, f"media:{quote(name)}", element.get("title") or name.rsplit("/", 1)[-1])
            return
        if address.startswith(("http:", "https:")):
            cleaned.lose(Reason.FOREIGN_VIDEO)
            _become_link(element, address, element.get("title") or urlsplit(address).netloc)
            return
    cleaned.lose(Reason.MISSING_FILE, (next(filter(None, addresses), "") or "")[:80])


def _clean_link(element: Element, find: Find, cleaned: Cleaned) -> None:
    address = str(element.get("href", "")).strip()
    if name := _find(address, find, cleaned):
        element.set("href", f"media:{quote(name)}")
    elif address and not address.startswith(("http:", "https:", "mailto:")):
        del element.attrib["href"]
        if not address.startswith("#"):
            cleaned.lose(Reason.INNER_LINK)


def _find(address: str, find: Find, cleaned: Cleaned) -> str | None:
    name = find(address) if address else None
    if name:
        cleaned.files.append(name)
    return name


def _become_link(element: Element, address: str, words: str) -> None:
    _become_words(element, words)
    element.tag = "a"
    element.set("href", address)


def _become_words(element: Element, words: str) -> None:
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.tag = "span"
    element.text = words


_CLEANERS: dict[str, Callable[[Element, Find, Cleaned], None]] = {
    "img": _clean_image,
    "iframe": _clean_frame,
    "video": _clean_player,
    "audio": _clean_player,
    "a": _clean_link,
}
