"""`./lerna policy publish --company SLUG [--file FILE | --model] [--date DATE] [--dry-run]`: make a text the policy.

Says first whom that touches. What the text outdates stops before it is in force; the letters are left to the worker.
"""

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TextIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.companies.queries import get_company
from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import DocumentJsonError
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import SourceError, read_source
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.operations import PublishingError, check_publishable
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.operations import start_publication
from lerna.privacy.renewal.progress import Step, continue_publication
from lerna.privacy.renewal.queries import Preview, preview_publication
from lerna.privacy.renewal.texts import find_text

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
    parser.add_argument("--dry-run", action="store_true", help="only say whom it would touch")


def run(options: Namespace, out: TextIO) -> int:
    """0 when the version is published, 1 when it is refused, 2 when the text or the company can't be read."""
    try:
        company = get_company(options.company)
        document, source = _find_text(options, company)
        dated_on, now = options.date or company.policy_dated, clock.now()
        check_publishable(company=company, document=document, dated_on=dated_on, now=now)
        _say_whom(preview_publication(company, document), company, out)
        if options.dry_run:
            return 0
        publication = start_publication(
            company=company, document=document, dated_on=dated_on, source=source, actor=Actor.OPERATOR, now=now
        )
        _publish(publication, out)
    except Company.DoesNotExist:
        out.write(_("There is no company “%(slug)s” in the database.\n") % {"slug": options.company})
        return UNREADABLE
    except (SourceError, DataFileError, DocumentJsonError, NoTextError) as error:
        out.write(f"{error}\n")
        return UNREADABLE
    except PublishingError as error:
        out.write(f"{error}\n")
        return REFUSED
    return 0


def _publish(publication: Publication, out: TextIO) -> None:
    """Up to the version's being in force; the telling may take hours, and the worker does it."""
    stopped = 0
    for done in continue_publication(publication=publication, clock=clock.now):
        if done.step is not Step.STOPPED:
            break
        stopped += done.count
        out.write(_("%(count)s consents have ended so far.\n") % {"count": stopped})
    version = publication.version
    if version is None:
        raise PublishingError(_("Another process is publishing this text."))
    out.write(
        _("Version %(number)s of %(slug)s is published, dated %(date)s, in %(languages)s.\nSHA-256 %(sha256)s\n")
        % {
            "number": version.number,
            "slug": publication.company.slug,
            "date": version.dated_on.isoformat(),
            "languages": ", ".join(version.languages),
            "sha256": version.sha256,
        }
    )


def _say_whom(preview: Preview, company: Company, out: TextIO) -> None:
    """How many people it stops something for, by purpose, and how many are only told."""
    terms = terms_for(company)
    language: LanguageCode = next((code for code in LANGUAGE_CODES if code == get_language()), "en")
    out.write(
        _("People who get a letter: %(told)s. For %(asked)s of them something stops until they agree anew.\n")
        % {"told": preview.told, "asked": preview.asked}
    )
    for purpose, count in preview.stopping.items():
        own = terms.find_purpose(purpose)
        title = own.title.in_language(language) if own else purpose.value
        out.write(f"    {title}: {count}\n")
    out.write(_("People for whom everything goes on: %(count)s.\n") % {"count": preview.only_told})


def _find_text(options: Namespace, company: Company) -> tuple[Document, Source]:
    if options.file:
        return recognize(read_source(options.file)).document, Source.IMPORTED
    source = Source.MODEL if options.model else Source.IMPORTED
    document = find_text(company, source)
    if document is None:
        sentence = _(
            "Nothing was imported for %(slug)s yet: name a file with --file, or take the model text with --model."
        )
        raise NoTextError(sentence % {"slug": company.slug})
    return document, source
