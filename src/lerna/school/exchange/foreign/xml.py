"""XML of foreign packages, read so that nothing in it can reach out or grow."""

from pathlib import Path
from typing import TypeAlias

from django.utils.translation import gettext as _
from lxml import etree

from lerna.school.exchange.foreign.packages import PackageError

Element: TypeAlias = etree._Element  # noqa: SLF001 -- lxml gives its elements no other name
_LARGEST = 32 << 20  # bytes; the biggest real manifest seen is under one megabyte


def read_xml(path: Path, name: str = "") -> Element:
    """The root of the document; PackageError, which calls it by `name`, where it isn't XML or declares entities."""
    called = name or path.name
    if path.stat().st_size > _LARGEST:
        raise PackageError(_("%(called)s is too big to be read.") % {"called": called})
    return parse_xml(path.read_bytes(), called)


def parse_xml(content: bytes, called: str) -> Element:
    """Like `read_xml`, of bytes."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(
            _("%(called)s isn't XML that can be read: line %(lineno)s.") % {"called": called, "lineno": error.lineno}
        ) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):
        raise PackageError(
            _("%(called)s declares entities, by which a small file grows without end or reads what is not its own.")
            % {"called": called}
        )
    return root


def find_tag(element: Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""
