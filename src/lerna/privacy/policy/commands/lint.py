"""`./lerna policy lint FILE | --company SLUG [--json]`: find the defects of a policy's text."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from lerna.companies.facts import CompanyFacts
from lerna.companies.models import Company
from lerna.companies.queries import get_company
from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import SourceError, read_source
from lerna.privacy.policy.lint.report import report_json, report_lines
from lerna.privacy.policy.lint.rules import lint
from lerna.privacy.policy.lint.subject import (
    UnknownCompanyError,
    build_subject,
    find_company,
    guess_company,
    load_companies,
)
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.queries import current_version, read_document

HELP = "Find the defects of a policy: facts, numbers, languages, promises that the law outranks."
NEEDS_DATABASE = True  # for a published text; `needs_database` spares it where a file is named
DEFECTS = 1
UNREADABLE = 2


def add_arguments(parser: ArgumentParser) -> None:
    """FILE, --company, --model, --json."""
    parser.add_argument("file", type=Path, nargs="?", help="a policy's file; without it the company's published text")
    parser.add_argument("--company", metavar="SLUG", help="whose policy it is; without it the text itself says so")
    parser.add_argument("--model", action="store_true", help="the model text with the company's facts")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def needs_database(words: Sequence[str]) -> bool:
    """Whether these words ask for a published text: neither a file nor the model text is named."""
    values = [word for word, before in zip(words, ("", *words), strict=False) if before != "--company"]
    return "--model" not in values and all(word.startswith("-") for word in values)


def run(options: Namespace, out: TextIO) -> int:
    """0 when nothing is found, 1 when something is, 2 when the text or the company can't be read."""
    try:
        companies = load_companies()
        company, votes, document = _find_text(options, companies)
        findings = lint(build_subject(document, company, companies))
    except (SourceError, DataFileError, UnknownCompanyError) as error:
        out.write(f"{error}\n")
        return UNREADABLE
    if options.json:
        out.write(json.dumps(report_json(company.slug, votes, findings), ensure_ascii=False, indent=1) + "\n")
    else:
        if votes is not None:
            counted = ", ".join(f"{slug} {count}" for slug, count in sorted(votes.items()))
            out.write(
                _("Whose policy: %(slug)s, by BIN, names and hosts (%(votes)s).\n")
                % {"slug": company.slug, "votes": counted}
            )
        out.writelines(f"{line}\n" for line in report_lines(company.slug, findings))
    return DEFECTS if findings else 0


def _find_text(
    options: Namespace, companies: Sequence[CompanyFacts]
) -> tuple[CompanyFacts, dict[str, int] | None, Document]:
    """The company, how it was found, and the text."""
    if options.file:
        document = recognize(read_source(options.file)).document
        if not any(clause.body for text in document.texts for clause in text.clauses()):
            raise SourceError(_("No clause was found, so there is nothing to check."))
        if options.company:
            return find_company(companies, options.company), None, document
        guess = guess_company(document, companies)
        return guess.company, guess.votes, document
    if not options.company:
        raise UnknownCompanyError(_("Name a file, or a company with --company."))
    company = find_company(companies, options.company)
    return company, None, render_document(company) if options.model else _published(company)


def _published(company: CompanyFacts) -> Document:
    """The text in force, or the model text where the company has published none."""
    try:
        version = current_version(get_company(company.slug))
    except Company.DoesNotExist:
        version = None
    return read_document(version) if version else render_document(company)
