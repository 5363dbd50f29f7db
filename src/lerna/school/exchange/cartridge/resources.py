"""What each resource of a cartridge becomes, one function for each type."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lerna.school.blocks.kinds import Assignment, Block, Discussion, Download, Html, Image, Link, Video
from lerna.school.exchange.cartridge.assessments import read_assessment
from lerna.school.exchange.cartridge.manifest import Resource, find_address
from lerna.school.exchange.foreign.html import clean_html, has_words
from lerna.school.exchange.foreign.keys import Keys
from lerna.school.exchange.foreign.markdown import write_markdown
from lerna.school.exchange.foreign.packages import find_file
from lerna.school.exchange.foreign.xml import Element, find_tag, read_xml
from lerna.school.exchange.ledger import Ledger
from lerna.school.exchange.reasons import Reason, note

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_VIDEOS = (".mp4", ".webm")
_PAGES = (".html", ".htm", ".xhtml")
_ACCEPTED = {"text": "text", "html": "text", "file": "files", "url": "link"}


@dataclass(slots=True)
class Cartridge:
    """The package's folder, its resources by key, and what was shown so far."""

    root: Path
    resources: dict[str, Resource]
    ledger: Ledger
    used: set[str] = field(default_factory=set)  # paths
    copies: set[str] = field(default_factory=set)  # paths of what came in in another form

    def find(self, base: str) -> Callable[[str], str | None]:
        """How an address in the file `base` is looked up."""

        def find(address: str) -> str | None:
            found = next((name for name in find_address(self.root, base, address) if find_file(self.root, name)), None)
            if found:
                self.used.add(found)
            return found

        return find

    def is_page(self, resource: Resource) -> bool:
        """Is this something to study, rather than a file or the settings of another site?"""
        return resource.kind in _KINDS and (resource.kind != "webcontent" or resource.href.lower().endswith(_PAGES))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource is read: the lesson that it makes, under this title."""

    lesson: str
    title: str
    keys: Keys


Made = tuple[tuple[Block, ...], list[str]]


def read_resource(resource: Resource, place: Place, cartridge: Cartridge) -> Made:
    """The blocks of a resource, and why they aren't as they were."""
    if resource.kind not in _KINDS:
        reason = (
            note(Reason.OUTSIDE_TOOL) if resource.kind == "imsbasiclti" else note(Reason.UNKNOWN_KIND, resource.kind)
        )
        return (), [reason]
    if find_file(cartridge.root, resource.href) is None:
        return (), [note(Reason.MISSING_FILE, resource.href)]
    cartridge.used.add(resource.href)
    return _KINDS[resource.kind](resource, place, cartridge)


def _read_web_content(resource: Resource, place: Place, cartridge: Cartridge) -> Made:
    name = resource.href
    if not name.lower().endswith(_PAGES):
        return (_make_file(name, place),), []
    text = (cartridge.root / name).read_text(encoding="utf-8", errors="replace")
    cleaned = clean_html(text, cartridge.find(name))
    if not has_words(cleaned.html):
        return (), [*cleaned.reasons, note(Reason.NOTHING_LEFT)]
    return (Html(key=place.keys.give("page", "page"), html=cleaned.html),), cleaned.reasons


def _make_file(name: str, place: Place) -> Block:
    key = place.keys.give("file", "file")
    if name.lower().endswith(_PICTURES):
        return Image(key=key, file=name, alt=place.title)
    if name.lower().endswith(_VIDEOS):
        return Video(key=key, file=name, title=place.title)
    return Download(key=key, file=name, title=place.title)


def _read_link(resource: Resource, place: Place, cartridge: Cartridge) -> Made:
    root = read_xml(cartridge.root / resource.href)
    url = next((one.get("href", "") for one in root.iter() if find_tag(one) == "url"), "").strip()
    if not url.startswith(("http:", "https:")):
        return (), [note(Reason.NOTHING_LEFT)]
    return (Link(key=place.keys.give("link", "link"), url=url, title=_read_word(root, "title") or place.title),), []


def _read_topic(resource: Resource, place: Place, cartridge: Cartridge) -> Made:
    root = read_xml(cartridge.root / resource.href)
    cleaned = clean_html(_read_word(root, "text"), cartridge.find(resource.href))
    title = _read_word(root, "title") or place.title
    topic = Discussion(key=place.keys.give("topic", "topic"), title=title, prompt=write_markdown(cleaned.html))
    return (topic, *_list_attachments(root, place, cartridge)), cleaned.reasons


def _read_assignment(resource: Resource, place: Place, cartridge: Cartridge) -> Made:
    root = read_xml(cartridge.root / resource.href)
    cleaned = clean_html(_read_word(root, "text"), cartridge.find(resource.href))
    formats = [one.get("type", "") for one in root.iter() if find_tag(one) == "format"]
    accepts = tuple(dict.fromkeys(_ACCEPTED[one] for one in formats if one in _ACCEPTED))
    title = _read_word(root, "title") or place.title
    cartridge.copies.update(name for name in resource.files if name != resource.href)
    work = Assignment(
        key=place.keys.give("work", "work"),
        title=title,
        task=write_markdown(cleaned.html) or title,
        accepts=accepts or ("text", "files"),  # type: ignore[arg-type]  # of the words above
    )
    return (work, *_list_attachments(root, place, cartridge)), cleaned.reasons


def _read_assessment(resource: Resource, place: Place, cartridge: Cartridge) -> Made:
    """Canvas writes what Common Cartridge has no words for into a file of its own, so that one is read where it is."""
    name = next((one for key in resource.depends for one in _list_dialect(key, cartridge)), resource.href)
    cartridge.copies.update({resource.href} - {name})
    cartridge.used.add(name)
    root = read_xml(cartridge.root / name)
    result = read_assessment(root, name, place.lesson, cartridge.find(name), place.keys)
    for entry in result.entries:
        cartridge.ledger.note(entry)
    return result.blocks, [] if result.blocks else [note(Reason.NOTHING_LEFT)]


def _list_dialect(key: str, cartridge: Cartridge) -> list[str]:
    resource = cartridge.resources.get(key)
    names = resource.files if resource else ()
    return [name for name in names if name.endswith(".xml.qti") and find_file(cartridge.root, name)]


def _list_attachments(root: Element, place: Place, cartridge: Cartridge) -> list[Block]:
    """Files that a topic or an assignment hands out."""
    names = [one.get("href", "") for one in root.iter() if find_tag(one) == "attachment"]
    found = filter(None, (cartridge.find("")(name) for name in names))
    return [Download(key=place.keys.give("file", "file"), file=name, title=name.rsplit("/", 1)[-1]) for name in found]


def _read_word(root: Element, tag: str) -> str:
    return next((one.text or "" for one in root if find_tag(one) == tag), "").strip()


_KINDS: dict[str, Callable[[Resource, Place, Cartridge], Made]] = {
    "webcontent": _read_web_content,
    "imswl": _read_link,
    "imsdt": _read_topic,
    "assignment": _read_assignment,
    "imsqti": _read_assessment,
}
