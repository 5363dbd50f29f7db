"""`./lerna policy import FILE --company SLUG [--json]`: read a company's existing policy and keep it as a draft."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.utils.translation import gettext as _

from lerna.privacy.policy.document_json import document_hash
from lerna.privacy.policy.importer.drafts import write_draft
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.report import report_json, report_lines
from lerna.privacy.policy.importer.source import SourceError, read_source

HELP = "Read a company's existing policy (.txt, .md, .html, .docx) and show what was recognized."
NEEDS_DATABASE = False
UNREADABLE = 2
NOTHING_FOUND = 1


def add_arguments(parser: ArgumentParser) -> None:
    """FILE, --company, --json."""
    parser.add_argument("file", type=Path, help="the policy's file: .txt, .md, .html or .docx")
    parser.add_argument(
        "--company", required=True, metavar="SLUG", help="whose policy it is: a file name in policies/companies/"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: Namespace, out: TextIO) -> int:
    """0 when the draft is stored, 1 when nothing in the file is a policy, 2 when the file or company can't be read."""
    known = sorted(path.stem for path in (Path(settings.LERNA_POLICIES) / "companies").glob("*.toml"))
    if options.company not in known:
        out.write(
            _("There is no company “%(slug)s”; known are: %(known)s.\n")
            % {"slug": options.company, "known": ", ".join(known)}
        )
        return UNREADABLE
    try:
        source = read_source(options.file)
    except SourceError as error:
        out.write(f"{error}\n")
        return UNREADABLE
    recognized = recognize(source)
    found = any(True for text in recognized.document.texts for _clause in text.clauses())
    path = write_draft(options.company, recognized.document) if found else None
    stored = {"draft": str(path) if path else None, "sha256": document_hash(recognized.document)}
    if options.json:
        out.write(json.dumps({**report_json(source, recognized), **stored}, ensure_ascii=False, indent=1) + "\n")
    else:
        out.writelines(f"{line}\n" for line in report_lines(source, recognized))
        out.write(_("Draft: %(path)s\n") % {"path": path} if path else _("No clause was found, so no draft is kept.\n"))
    return 0 if found else NOTHING_FOUND
