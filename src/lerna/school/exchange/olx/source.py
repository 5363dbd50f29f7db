"""The files of an Open edX course: elements that point to files of their own, and what stands in `static/`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lerna.school.exchange.foreign.packages import find_file
from lerna.school.exchange.foreign.xml import Element, find_tag, read_xml

_STATIC = re.compile(r"(?:\.\./)*/?(?:static/|asset-v1:[^/]*@asset\+block@|c4x/[^/]+/[^/]+/asset/)(.+)")
_POINTING = {"url_name", "org", "course"}
_OTHER = re.compile(r"[^\w.-]")


@dataclass(slots=True)
class Source:
    """`used` gathers the names of files in `static/` that something in the course shows."""

    root: Path
    used: set[str] = field(default_factory=set)
    reached: set[Path] = field(default_factory=set)
    _static: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.list_static():
            self._static.setdefault(_normalize(name), name)

    def list_static(self) -> list[str]:
        """The names of all files in `static/`, from the course's folder on."""
        folder = self.root / "static"
        return sorted(str(path.relative_to(self.root)) for path in folder.rglob("*") if path.is_file())

    def find_static(self, address: str) -> str | None:
        """The file in `static/` that an address of the course means; Open edX writes `_` for what isn't a letter."""
        found = _STATIC.fullmatch(unquote(address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]))
        name = self._static.get(_normalize(f"static/{found[1]}")) if found else None
        if name:
            self.used.add(name)
        return name

    def find_named(self, address: str) -> str | None:
        """The file in `static/` that has the last name of an address on any host."""
        return self.find_static("/static/" + unquote(address.split("?", maxsplit=1)[0]).rsplit("/", 1)[-1])

    def resolve(self, element: Element) -> Element | None:
        """The element itself, or that in the file which it points to; None where there's no such file."""
        name = element.get("url_name", "")
        has_content = len(element) or (element.text or "").strip() or set(element.attrib) - _POINTING
        if not name or has_content:
            return element
        path = find_file(self.root, f"{find_tag(element)}/{name.replace(':', '/')}.xml")
        if path is None:
            return None
        self.reached.add(path)
        found = read_xml(path, str(path.relative_to(self.root.resolve())))
        if not found.get("url_name"):
            found.set("url_name", name)
        return found

    def read_text(self, folder: str, name: str) -> str | None:
        """A text file of this course; None where there's none."""
        path = find_file(self.root, f"{folder}/{name.replace(':', '/')}")
        if path is None:
            return None
        self.reached.add(path)
        return path.read_text(encoding="utf-8", errors="replace")

    def list_orphans(self, *tags: str) -> Iterator[tuple[str, str]]:
        """Tag and name of each file of these tags that nothing in the course led to."""
        for tag in tags:
            for path in sorted((self.root / tag).glob("**/*.xml")):
                if path.resolve() not in self.reached:
                    yield tag, str(path.relative_to(self.root))


def _normalize(name: str) -> str:
    return _OTHER.sub("_", name)
