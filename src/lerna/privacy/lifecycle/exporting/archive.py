"""The export as one archive to take away: a page to read, JSON for programs, the receipts of consents."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lerna.companies.models import Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.queries import list_active
from lerna.privacy.consents.receipt import build_receipt, write_receipt
from lerna.privacy.lifecycle.exporting.page import Section, write_page
from lerna.privacy.lifecycle.exporting.read import Export
from lerna.privacy.policy.purposes import Purpose
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
) -> bytes:
    """A ZIP of `my-data.html`, `my-data.json` and, where consents stand, `consents.json` with their receipt (6.2)."""
    content = io.BytesIO()
    page = write_page(export, language, title=title, sections=sections, is_for_another=is_for_another)
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.html", page)
        archive.writestr("my-data.json", export.to_json(also))
        if receipt := _write_receipts(export):
            archive.writestr("consents.json", receipt)
    return content.getvalue()


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
