"""`./lerna policy coverage [--json] [--write]`: each clause, the code that keeps it, the tests that prove it."""

import json
import shutil
import textwrap
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.utils.translation import gettext as _

from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.coverage import ClauseCoverage, Coverage, find_marks, load_entries, measure
from lerna.privacy.policy.promises.clauses import ENTRIES, TESTS, write_tests

HELP = "Show for each clause of the policy the code and the tests that keep it, and what is not there yet."
NEEDS_DATABASE = False
BARE = 1
UNREADABLE = 2
PAGE = "docs/reference/clause-coverage.md"
_INDENT = " " * 9


def add_arguments(parser: ArgumentParser) -> None:
    """--json, --write."""
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE} and policies/{TESTS} anew")


def run(options: Namespace, out: TextIO) -> int:
    """0 when all that is said to be done is proven, 1 when a clause is bare or a mark is stray, 2 for a wrong file."""
    root, policies = Path(settings.ROOT), Path(settings.LERNA_POLICIES)
    try:
        coverage = measure(load_entries(policies / ENTRIES), find_marks(root), root)
    except DataFileError as error:
        out.write(f"{error}\n")
        return UNREADABLE
    if options.write:
        (root / PAGE).write_text(render_page(coverage), encoding="utf-8")
        (policies / TESTS).write_text(write_tests(coverage), encoding="utf-8")
    if options.json:
        out.write(render_json(coverage))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        out.writelines(f"{line}\n" for line in iter_table(coverage, width))
    return BARE if coverage.problems else 0


def iter_table(coverage: Coverage, width: int) -> Iterator[str]:
    """The list for a terminal of this width, and in the end what is wrong."""
    for clause in coverage.clauses:
        entry = clause.entry
        sign = "✗" if clause.problems else "✓" if entry.status == "done" else "…"
        yield from _wrap(f"{entry.number:<6} {sign} ", entry.behavior, width)
        if entry.status == "not yet":
            yield from _wrap(_INDENT, _("not yet: %(later)s") % {"later": entry.later}, width)
        for label, places in ((_("code"), entry.code), (_("tests"), list_files(clause))):
            if places:
                yield from _wrap(_INDENT, f"{label}: {', '.join(places)}", width)
    yield ""
    yield _("%(done)s of %(all)s clauses are done; the rest says what brings it.") % {
        "done": sum(clause.entry.status == "done" for clause in coverage.clauses),
        "all": len(coverage.clauses),
    }
    yield from coverage.problems


def _wrap(head: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 40), initial_indent=head, subsequent_indent=_INDENT, break_on_hyphens=False)


def render_json(coverage: Coverage) -> str:
    """The list as JSON: `clauses` with every field and test, `problems` as sentences."""
    clauses = [
        {
            "number": clause.entry.number,
            "behavior": clause.entry.behavior,
            "status": clause.entry.status,
            "later": clause.entry.later or None,
            "page": clause.entry.page or None,
            "code": clause.entry.code,
            "tests": clause.tests,
        }
        for clause in coverage.clauses
    ]
    return json.dumps({"clauses": clauses, "problems": coverage.problems}, ensure_ascii=False, indent=1) + "\n"


def render_page(coverage: Coverage) -> str:
    """The list as a page of the documentation."""
    done = [clause for clause in coverage.clauses if clause.entry.status == "done"]
    later = [clause for clause in coverage.clauses if clause.entry.status == "not yet"]
    return "\n".join(
        (
            "# Clauses of the policy, and what keeps them",
            "",
            f"Made by `./lerna policy coverage --write`: {len(done)} of {len(coverage.clauses)} clauses are done.",
            "A done clause works for both companies, code enforces it, a marked test proves it, and a page shows it.",
            "",
            "## Done",
            "",
            "| Clause | What the software does | Page | Code | Tests |",
            "|---|---|---|---|---|",
            *(f"{_row(clause, f'`{clause.entry.page}`')} {_list(list_files(clause))} |" for clause in done),
            "",
            "## Not yet",
            "",
            "| Clause | What the software will do | What brings it | Begun in |",
            "|---|---|---|---|",
            *(_row(clause, clause.entry.later) for clause in later),
            "",
        )
    )


def list_files(clause: ClauseCoverage) -> tuple[str, ...]:
    """The files of the clause's tests, each once."""
    return tuple(dict.fromkeys(test.partition("::")[0] for test in clause.tests))


def _row(clause: ClauseCoverage, place: str) -> str:
    entry = clause.entry
    return f"| {entry.number} | {entry.behavior} | {place} | {_list(entry.code)} |"


def _list(places: tuple[str, ...]) -> str:
    return "<br>".join(f"`{place}`" for place in places)
