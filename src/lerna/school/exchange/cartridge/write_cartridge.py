"""A whole course as a Common Cartridge 1.3: the manifest, a resource for each part of a lesson, and the files."""

import zipfile
from collections.abc import Iterable

from lxml import etree

from lerna.school.blocks.course import CourseContent
from lerna.school.exchange.cartridge.manifest import MANIFEST
from lerna.school.exchange.cartridge.write_resources import Piece, write_pieces
from lerna.school.exchange.foreign.xml import Element

_CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"


def write_cartridge(content: CourseContent, files: Iterable[str], archive: zipfile.ZipFile) -> list[str]:
    """Write the course's texts and its manifest into the archive; the files by these names are the caller's to add.

    `content` names its files as these. The questions that a cartridge has no words for, as lesson and key: they
    became essays.
    """
    manifest = etree.Element(
        f"{{{_CP}}}manifest", {"identifier": f"course-{content.key}"}, nsmap={None: _CP, "lom": _LOM}
    )
    _add_metadata(manifest, content)
    organization = _add(_add(manifest, "organizations"), "organization", identifier="org", structure="rooted-hierarchy")
    resources = _add(manifest, "resources")
    root = _add(organization, "item", identifier="root")
    lost: list[str] = []
    for section in content.sections:
        place = _add_item(root, f"section-{section.key}", section.title)
        for lesson in section.lessons:
            pieces = list(write_pieces(lesson))
            inside = place if len(pieces) == 1 else _add_item(place, f"lesson-{lesson.key}", lesson.title)
            for number, piece in enumerate(pieces, 1):
                name = f"{lesson.key}-{number}"
                title = lesson.title if len(pieces) == 1 else piece.title
                _add_item(inside, f"item-{name}", title, f"resource-{name}")
                _add_resource(resources, f"resource-{name}", piece.kind, piece.path)
                archive.writestr(piece.path, piece.content)
                lost += _name_lost(lesson.key, piece)
    for number, name in enumerate(files, 1):
        _add_resource(resources, f"file-{number}", "webcontent", name)
    archive.writestr(MANIFEST, etree.tostring(manifest, xml_declaration=True, encoding="UTF-8", pretty_print=True))
    return lost


def _name_lost(lesson: str, piece: Piece) -> list[str]:
    return [f"{lesson}: {key}" for key in piece.lost]


def _add_metadata(manifest: Element, content: CourseContent) -> None:
    metadata = _add(manifest, "metadata")
    _add(metadata, "schema").text = "IMS Common Cartridge"
    _add(metadata, "schemaversion").text = "1.3.0"
    general = etree.SubElement(etree.SubElement(metadata, f"{{{_LOM}}}lom"), f"{{{_LOM}}}general")
    title = etree.SubElement(general, f"{{{_LOM}}}title")
    etree.SubElement(title, f"{{{_LOM}}}string", {"language": content.language}).text = content.title
    etree.SubElement(general, f"{{{_LOM}}}language").text = content.language


def _add_item(parent: Element, identifier: str, title: str, resource: str = "") -> Element:
    reference = {"identifierref": resource} if resource else {}
    item = _add(parent, "item", identifier=identifier, **reference)
    _add(item, "title").text = title
    return item


def _add_resource(resources: Element, identifier: str, kind: str, path: str) -> None:
    resource = _add(resources, "resource", identifier=identifier, type=kind, href=path)
    _add(resource, "file", href=path)


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{_CP}}}{tag}", attributes)
