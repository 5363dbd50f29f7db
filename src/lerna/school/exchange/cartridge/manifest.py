"""`imsmanifest.xml`: what a package holds, and in which order it is studied."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lerna.school.exchange.foreign.xml import Element, find_tag, read_xml

MANIFEST = "imsmanifest.xml"
_YES = ("true", "1")  # as XML Schema writes it
_FILEBASES = ("$IMS-CC-FILEBASE$", "$IMS_CC_FILEBASE$")


@dataclass(frozen=True, slots=True)
class Resource:
    """`kind` is the type without its versions, such as `webcontent` or `imsqti`; `files` are paths in the package."""

    key: str
    kind: str
    href: str
    files: tuple[str, ...]
    depends: tuple[str, ...]
    variant_of: str


@dataclass(frozen=True, slots=True)
class Item:
    """A place in the order; one without a resource is a heading. `pass_mark` of 100; 0 where the package sets none."""

    key: str
    title: str
    resource: str
    items: tuple["Item", ...]
    pass_mark: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """`schema` is the standard's name and version, `namespaces` those of the document."""

    schema: str
    namespaces: str
    title: str
    language: str
    items: tuple[Item, ...]
    resources: tuple[Resource, ...]


def read_manifest(root: Path) -> Manifest:
    """The manifest of the package unpacked at `root`; PackageError where it can't be read."""
    manifest = read_xml(root / MANIFEST)
    organizations = [_read_item(one) for one in _children(manifest, "organizations", "organization")]
    return Manifest(
        schema=f"{_text(manifest, 'schema')} {_text(manifest, 'schemaversion')}",
        namespaces=" ".join(manifest.nsmap.values()),
        title=_text(manifest, "general", "title", "string")
        or _text(manifest, "general", "title", "langstring")
        or (organizations[0].title if organizations else ""),
        language=_text(manifest, "general", "language"),
        items=organizations[0].items if organizations else (),
        resources=tuple(_read_resource(one) for one in _children(manifest, "resources", "resource")),
    )


def find_address(root: Path, base: str, address: str) -> list[str]:
    """The paths in the package that an address in the file `base` may mean, the likeliest first."""
    path = unquote(address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).strip()
    if not path or "://" in path or path.startswith(("//", "mailto:")):
        return []
    for filebase in _FILEBASES:
        if path.startswith(filebase):
            path = path.removeprefix(filebase).lstrip("/")
            return [f"web_resources/{path}", path]
    inside = (root / base).parent / path
    whole = root.resolve()
    found = inside.resolve()
    return [str(found.relative_to(whole))] if found.is_relative_to(whole) else []


def _read_item(element: Element) -> Item:
    return Item(
        key=element.get("identifier", ""),
        title=next((child.text or "" for child in element if find_tag(child) == "title"), "").strip(),
        resource=element.get("identifierref", ""),
        items=tuple(_read_item(child) for child in element if find_tag(child) == "item"),
        pass_mark=_read_pass_mark(element),
    )


def _read_pass_mark(element: Element) -> int:
    """Of an item: SCORM 1.2's `masteryscore`, from 0 to 100, or the least measure of 2004's primary objective, to 1."""
    for one in (child for child in element if find_tag(child) != "item"):
        if find_tag(one) == "masteryscore":
            return _read_share(one.text, whole=100)
        for objective in one.iter("{*}primaryObjective"):
            if objective.get("satisfiedByMeasure") in _YES:
                return _read_share(objective.findtext("{*}minNormalizedMeasure"), whole=1)
    return 0


def _read_share(text: str | None, *, whole: int) -> int:
    """The percent that this number is of the whole; 0 where it is none, or more than all."""
    try:
        share = float(text or "0") / whole
    except ValueError:
        return 0
    return round(share * 100) if 0 < share <= 1 else 0


def _read_resource(element: Element) -> Resource:
    kind, base = element.get("type", ""), element.get("{http://www.w3.org/XML/1998/namespace}base", "")
    files = tuple(base + unquote(child.get("href", "")) for child in element if find_tag(child) == "file")
    href = base + unquote(element.get("href", "")) if element.get("href") else ""
    return Resource(
        key=element.get("identifier", ""),
        kind="question-bank" if "question-bank" in kind else kind.split("/")[0].split("_xmlv")[0],
        href=href or (files[0] if files else ""),
        files=files,
        depends=tuple(child.get("identifierref", "") for child in element if find_tag(child) == "dependency"),
        variant_of=next((one.get("identifierref", "") for one in element.iter() if find_tag(one) == "variant"), ""),
    )


def _children(element: Element, parent: str, tag: str) -> Iterator[Element]:
    for one in element:
        if find_tag(one) == parent:
            yield from (child for child in one if find_tag(child) == tag)


def _text(manifest: Element, *tags: str) -> str:
    """The words in the first element of these tags, each anywhere inside the one before."""
    found: Element | None = manifest
    for tag in tags:
        found = next((one for one in found.iter() if find_tag(one) == tag), None) if found is not None else None
    return ((found.text or "") if found is not None else "").strip()
