"""The texts that wait to be published: the model text as it is now, and the draft of the last import."""

from pathlib import Path
from tempfile import TemporaryDirectory

from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.importer.drafts import read_draft, write_draft
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import LARGEST, read_source
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source


def find_text(company: Company, source: Source) -> Document | None:
    """The text of this source, None where nothing was imported; DataFileError for a wrong model text."""
    return render_document(build_facts(company)) if source is Source.MODEL else read_draft(company.slug)


def import_text(company: Company, name: str, content: bytes) -> Document:
    """Keep an uploaded file as the company's draft, in place of the one before; SourceError where it can't be read."""
    with TemporaryDirectory() as folder:
        # Only the last part of the name: what a browser sends may hold a path.
        path = Path(folder) / (Path(name.replace("\\", "/")).name or "policy")
        path.write_bytes(content[: LARGEST + 1])
        document = recognize(read_source(path)).document
    write_draft(company.slug, document)
    return document
