"""Imported policies that are not published yet: one JSON file for each company below LERNA_VAR."""

from pathlib import Path

from django.conf import settings

from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import document_from_json, document_to_json


def draft_path(slug: str) -> Path:
    """Where the company's imported text waits to be published."""
    return Path(settings.LERNA_VAR) / "policies" / f"{slug}.json"


def write_draft(slug: str, document: Document) -> Path:
    """Store an imported text in place of the one before; the file is whole or absent, never half."""
    path = draft_path(slug)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(document_to_json(document), encoding="utf-8")
    unfinished.replace(path)
    return path


def read_draft(slug: str) -> Document | None:
    """The imported text, or None where nothing was imported; DocumentJsonError for a damaged file."""
    path = draft_path(slug)
    return document_from_json(path.read_text(encoding="utf-8")) if path.is_file() else None
