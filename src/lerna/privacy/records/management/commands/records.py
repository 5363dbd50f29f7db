"""`./lerna records list | write`: the papers that a law has a company keep, as they are now."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.records.document import Kind
from lerna.privacy.records.queries import build_document, list_latest_approvals
from lerna.privacy.records.words import load_words
from lerna.privacy.records.writing.csv_file import write_csv
from lerna.privacy.records.writing.dated import say_day
from lerna.privacy.records.writing.word_file import write_word_file


class Command(BaseCommand):
    help = "Records: the papers on processing that a law has a company keep."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        listing = actions.add_parser("list", help="Say of each paper how many lines it has, and what is approved.")
        listing.add_argument("company", type=_find_company, metavar="COMPANY")
        listing.set_defaults(run=self._list)
        writing = actions.add_parser("write", help="Write papers as CSV and DOCX into a folder.")
        writing.add_argument("company", type=_find_company, metavar="COMPANY")
        writing.add_argument("folder", type=Path, metavar="FOLDER")
        writing.add_argument("--paper", choices=[kind.value for kind in Kind], help="only this one")
        writing.add_argument("--language", choices=LANGUAGE_CODES, help="only this one")
        writing.set_defaults(run=self._write)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        options["run"](**options)

    def _list(self, *, company: Company, **_options: Any) -> None:  # noqa: ANN401 -- the other options
        approvals = list_latest_approvals(company)
        for kind in Kind:
            document, approval = build_document(company, kind), approvals.get(kind)
            if approval is None:
                state = "approved by nobody yet"
            else:
                said = "as it is now" if approval.sha256 == document.sha256 else "changed since"
                state = f"version {approval.number} approved on {clock.local_day(approval.approved_at)}, {said}"
            self.stdout.write(f"{kind.value:<17} {len(document.rows):>4} lines, {state}")

    def _write(self, *, company: Company, folder: Path, **options: Any) -> None:  # noqa: ANN401 -- the other options
        languages: tuple[LanguageCode, ...] = (options["language"],) if options["language"] else LANGUAGE_CODES
        folder.mkdir(parents=True, exist_ok=True)
        now = clock.now()
        for kind in [Kind(options["paper"])] if options["paper"] else Kind:
            document = build_document(company, kind)
            for code in languages:
                with translation.override(code):
                    dated = _("As of %(day)s") % {"day": say_day(now, code)}
                content = write_word_file(document, load_words().papers[kind], code, dated=dated, now=now)
                name = f"{company.slug}-{kind.value}-{code}"
                (folder / f"{name}.docx").write_bytes(content)
                (folder / f"{name}.csv").write_text(write_csv(document, code), encoding="utf-8", newline="")
                self.stdout.write(f"{folder / name}.csv, .docx")


def _find_company(text: str) -> Company:
    """For argparse: a company's short name."""
    found = list(Company.objects.filter(slug=text))
    if not found:
        raise ArgumentTypeError(f"no company “{text}”")
    return found[0]
