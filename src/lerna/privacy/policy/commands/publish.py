"""`./lerna policy publish --company SLUG [--file FILE | --model] [--date DATE]`: make a text the company's policy."""

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.companies.queries import build_facts, get_company
from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import DocumentJsonError
from lerna.privacy.policy.importer.drafts import read_draft
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import SourceError, read_source
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import PublishingError, publish_version

HELP = "Publish a company's policy as a new version, dated and never changed again."
NEEDS_DATABASE = True
REFUSED = 1
UNREADABLE = 2


class NoTextError(Exception):
    """There is no text to publish; the message says what to do."""


def add_arguments(parser: ArgumentParser) -> None:
    """--company, --file or --model, --date."""
    parser.add_argument("--company", required=True, metavar="SLUG", help="whose policy it is")
    text = parser.add_mutually_exclusive_group()
    text.add_argument(
        "--file", type=Path, metavar="FILE", help="import this file; without it the draft of the last import"
    )
    text.add_argument("--model", action="store_true", help="render the model text with the company's facts")
    parser.add_argument(
        "--date",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the date that the text bears; without it policy_dated of the company's file",
    )


def run(options: Namespace, out: TextIO) -> int:
    """0 when the version is published, 1 when it is refused, 2 when the text or the company can't be read."""
    try:
        company = get_company(options.company)
        document, source = _find_text(options, company)
        version = publish_version(
            company=company,
            document=document,
            dated_on=options.date or company.policy_dated,
            source=source,
            now=clock.now(),
        )
    except Company.DoesNotExist:
        out.write(_("There is no company “%(slug)s” in the database.\n") % {"slug": options.company})
        return UNREADABLE
    except (SourceError, DataFileError, DocumentJsonError, NoTextError) as error:
        out.write(f"{error}\n")
        return UNREADABLE
    except PublishingError as error:
        out.write(f"{error}\n")
        return REFUSED
    out.write(
        _("Version %(number)s of %(slug)s is published, dated %(date)s, in %(languages)s.\nSHA-256 %(sha256)s\n")
        % {
            "number": version.number,
            "slug": company.slug,
            "date": version.dated_on.isoformat(),
            "languages": ", ".join(version.languages),
            "sha256": version.sha256,
        }
    )
    return 0


def _find_text(options: Namespace, company: Company) -> tuple[Document, Source]:
    if options.model:
        return render_document(build_facts(company)), Source.MODEL
    if options.file:
        return recognize(read_source(options.file)).document, Source.IMPORTED
    draft = read_draft(company.slug)
    if draft is None:
        sentence = _(
            "Nothing was imported for %(slug)s yet: name a file with --file, or take the model text with --model."
        )
        raise NoTextError(sentence % {"slug": company.slug})
    return draft, Source.IMPORTED
