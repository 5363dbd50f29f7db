"""The export as one archive to take away: a page to read, JSON for programs, the receipts of consents, files.

It is written while it leaves: one file of the person's is in memory at a time, and none of it lies opened on a disk.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from lerna.companies.models import Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.queries import list_active
from lerna.privacy.consents.receipt import build_receipt, write_receipt
from lerna.privacy.lifecycle.exporting.files import HeldFile, list_files
from lerna.privacy.lifecycle.exporting.page import Section, write_page
from lerna.privacy.lifecycle.exporting.read import Export
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.keyring import Keyring
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


def write_archive(  # noqa: PLR0913 -- what it says, in which words, and what rooms above add
    export: Export,
    language: LanguageCode,
    *,
    title: str,
    sections: Sequence[Section] = (),
    also: Mapping[str, Any] | None = None,
    is_for_another: bool = False,
) -> Iterator[bytes]:
    """A ZIP of `my-data.html`, `my-data.json`, where consents stand `consents.json` with their receipt (6.2), and
    `files/` with what the person handed in.

    Pages and receipts are ready when this answers; reading on may raise MissingKeyError and SealError, by a file.
    """
    files = list_files(export)
    page = write_page(
        export, language, title=title, sections=[*sections, *_list(files, language)], is_for_another=is_for_another
    )
    told = {**(also or {}), "files": [one.to_json() for one in files]} if files else also
    texts = {"my-data.html": page, "my-data.json": export.to_json(told)}
    if receipt := _write_receipts(export):
        texts["consents.json"] = receipt
    return _write_on(texts, files, Keyring(export.company.pk, export.company.slug))


class _Pipe:
    """What was written since it was last taken; an archive needs no more of a file, and never goes back in it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        self._parts.append(part)
        return len(part)

    def flush(self) -> None:
        """Nothing waits behind it."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def _write_on(texts: Mapping[str, str], files: Sequence[HeldFile], keyring: Keyring) -> Iterator[bytes]:
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
            yield pipe.take()
        for file in files:
            archive.writestr(file.entry, file.open(keyring))
            yield pipe.take()
    yield pipe.take()


def _list(files: Sequence[HeldFile], language: LanguageCode) -> Iterator[Section]:
    if files:
        with translation.override(language):
            links = [format_html('<a href="{}">{}</a>', quote(one.entry), one.entry) for one in files]
            yield Section(_("Files in this archive"), links)


def find_site(export: Export) -> Site:
    """The site where the person came first, or the company's first where that is no more."""
    sites = list(export.company.sites.order_by("place"))
    return next((site for site in sites if site.key == export.site), sites[0])


def _write_receipts(export: Export) -> str:
    person = DataSubject(pk=export.subject, company=export.company)
    with processing(Purpose.CONSENT_PROOF, company=export.company, reason="a person takes their receipts"):
        consents = list_active(person)
        if not consents:
            return ""
        return write_receipt(build_receipt(consents, company=export.company, site=find_site(export)))
