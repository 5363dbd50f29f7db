"""`./lerna policy render --company SLUG --language kk`: the model text with the company's facts, to read beforehand."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.utils.translation import gettext as _

from lerna.companies.files import load_company_file
from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.document import LANGUAGES, Text
from lerna.privacy.policy.lines import read_sections
from lerna.privacy.policy.model.text import render

HELP = "Print the model policy with a company's facts in one language."
NEEDS_DATABASE = False
UNREADABLE = 2


def add_arguments(parser: ArgumentParser) -> None:
    """--company, --language."""
    parser.add_argument("--company", required=True, metavar="SLUG", help="a file name in policies/companies/")
    parser.add_argument("--language", required=True, choices=LANGUAGES, help="ru, kk or en")


def run(options: Namespace, out: TextIO) -> int:
    """0 when the text is printed, 2 when the company's file or the model text is missing or wrong."""
    path = Path(settings.LERNA_POLICIES) / "companies" / f"{options.company}.toml"
    if not path.is_file():
        out.write(_("There is no company file %(path)s.\n") % {"path": path})
        return UNREADABLE
    try:
        text = render(load_company_file(path), options.language)
    except DataFileError as error:
        out.write(f"{error}\n")
        return UNREADABLE
    out.writelines(f"{line}\n" for line in iter_plain_lines(text))
    return 0


def iter_plain_lines(text: Text) -> Iterator[str]:
    """The text as plain lines, items indented by four spaces a level."""
    yield text.title
    for section in read_sections(text):
        yield from ("", f"{section.printed or section.number}. {section.title}")
        for clause in section.clauses:
            yield ""
            number = f"{clause.printed or clause.number} "
            for line in clause.lines:
                marker = f"{line.printed} " if line.printed else ""
                yield "    " * line.depth + number + marker + line.text
                number = ""
