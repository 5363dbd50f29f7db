"""Blocks of a lesson as resources of Common Cartridge 1.3: pages, links, topics, assignments and assessments."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree
from markdown_it import MarkdownIt

from lerna.school.blocks.course import LessonContent
from lerna.school.blocks.kinds import (
    Assignment,
    Block,
    Code,
    Discussion,
    Download,
    Exercise,
    Html,
    Image,
    Link,
    Package,
    Poll,
    Quiz,
    Text,
    Video,
)
from lerna.school.exchange.cartridge.write_items import QTI, add_field, add_item
from lerna.school.exchange.files import REFERENCE
from lerna.school.exchange.foreign.xml import Element

_ASSIGNMENT = "http://www.imsglobal.org/xsd/imscc_extensions/assignment"
_TOPIC = "http://www.imsglobal.org/xsd/imsccv1p3/imsdt_v1p3"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"
_FORMATS = {"text": "text", "files": "file", "link": "url"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Piece:
    """One resource to be written: its type in the manifest, its file and what stands in it; `lost` questions' keys."""

    kind: str
    path: str
    title: str
    content: bytes
    lost: tuple[str, ...] = ()


def write_pieces(lesson: LessonContent) -> Iterator[Piece]:
    """The lesson as one resource after another; what stands between two that are asked becomes one page."""
    page: list[str] = []
    for number, block in enumerate((*lesson.blocks, None)):
        if isinstance(block, Quiz | Assignment | Discussion | Link) or block is None:
            if page:
                yield _make_page(lesson, f"pages/{lesson.key}-{number}.html", page)
                page = []
            if block is not None:
                yield _make_piece(block, f"{lesson.key}-{block.key}")
        else:
            page.append(_write_html(block))


def _make_piece(block: Quiz | Assignment | Discussion | Link, name: str) -> Piece:
    match block:
        case Quiz():
            return _make_assessment(block, name)
        case Assignment():
            root = etree.Element(f"{{{_ASSIGNMENT}}}assignment", {"identifier": f"a-{name}"}, nsmap={None: _ASSIGNMENT})
            _add_words(root, _ASSIGNMENT, block.title, block.task)
            _add(root, _ASSIGNMENT, "gradable", points_possible=str(block.points)).text = "true"
            formats = _add(root, _ASSIGNMENT, "submission_formats")
            for one in block.accepts:
                _add(formats, _ASSIGNMENT, "format", type=_FORMATS[one])
            return Piece("assignment_xmlv1p0", f"assignments/{name}.xml", block.title, _write(root))
        case Discussion():
            root = etree.Element(f"{{{_TOPIC}}}topic", nsmap={None: _TOPIC})
            _add_words(root, _TOPIC, block.title, block.prompt)
            return Piece("imsdt_xmlv1p3", f"topics/{name}.xml", block.title, _write(root))
        case Link():
            root = etree.Element(f"{{{_LINK}}}webLink", nsmap={None: _LINK})
            _add(root, _LINK, "title").text = block.title
            _add(root, _LINK, "url", href=block.url)
            return Piece("imswl_xmlv1p3", f"links/{name}.xml", block.title, _write(root))


def _make_assessment(block: Quiz, name: str) -> Piece:
    root = etree.Element(f"{{{QTI}}}questestinterop", nsmap={None: QTI})
    assessment = _add(root, QTI, "assessment", ident=f"q-{name}", title=block.title)
    fields = _add(assessment, QTI, "qtimetadata")
    add_field(fields, "cc_profile", "cc.exam.v0p1")
    add_field(fields, "qmd_assessmenttype", "Examination")
    add_field(fields, "cc_maxattempts", str(block.attempts) if block.attempts else "unlimited")
    if block.minutes:
        add_field(fields, "qmd_timelimit", str(block.minutes))
    section = _add(assessment, QTI, "section", ident="root_section")
    lost = tuple(one.key for one in block.questions if not add_item(section, one, _render))
    return Piece("imsqti_xmlv1p2/imscc_xmlv1p3/assessment", f"quizzes/{name}.xml", block.title, _write(root), lost)


def _make_page(lesson: LessonContent, path: str, parts: list[str]) -> Piece:
    head = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(lesson.title)}</title></head>'
    page = "\n".join((head, "<body>", *parts, "</body></html>", ""))
    return Piece("webcontent", path, lesson.title, page.replace("$IMS-CC-FILEBASE$/", "../").encode())


def _write_html(block: Block) -> str:
    """A block that asks nothing, or nothing that a cartridge could ask, as a part of a page."""
    html = ""
    match block:
        case Text():
            html = _render(block.markdown)
        case Html():
            html = _point(block.html)
        case Image():
            words = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
            html = _point(f'<figure><img src="{block.file}" alt="{escape(block.alt)}">{words}</figure>')
        case Code():
            html = f"<pre>{escape(block.code)}</pre>"
        case Download() | Exercise() | Package() | Video():
            words = _render(getattr(block, "task", "") or getattr(block, "transcript", ""))
            html = _point(f'<p><a href="{block.file}">{escape(block.title)}</a></p>') + words
        case Poll():
            choices = "".join(f"<li>{escape(choice)}</li>" for choice in block.choices)
            html = f"{_render(block.question)}<ul>{choices}</ul>"
    return html


def _render(markdown: str) -> str:
    return _point(str(_MARKDOWN.render(markdown))).strip()


def _point(html: str) -> str:
    """The HTML with each file named from the package's root on."""
    return REFERENCE.sub(lambda found: f"{found['before']}$IMS-CC-FILEBASE$/{found['path'] or found['media']}", html)


def _add_words(root: Element, namespace: str, title: str, markdown: str) -> None:
    _add(root, namespace, "title").text = title
    _add(root, namespace, "text", texttype="text/html").text = _render(markdown)


def _add(parent: Element, namespace: str, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)


def _write(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
