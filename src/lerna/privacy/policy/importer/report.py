"""What an import recognised, for the person at the terminal and for programs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lerna.privacy.policy.document import Text, iter_items
from lerna.privacy.policy.importer.recognized import Recognized, account
from lerna.privacy.policy.importer.source import Source

SHOWN = 60  # characters of a leftover or a title that a line of the report shows


def report_lines(source: Source, recognized: Recognized) -> Iterator[str]:
    """The report, line by line; its last line is the sum that proves that no character was lost."""
    yield _("Read as %(kind)s, %(encoding)s.") % {"kind": source.kind, "encoding": source.encoding}
    for note in source.notes:
        yield _("Note: %(note)s.") % {"note": note}
    for text in recognized.document.texts:
        yield from _text_lines(text)
    yield _("Lines broken by a page's end and joined again: %(count)s") % {"count": len(recognized.repaired)}
    for line, words in recognized.repaired:
        yield _("  line %(line)s: %(words)s") % {"line": line, "words": words}
    yield _("Left over, not understood: %(count)s") % {"count": len(recognized.leftovers)}
    for leftover in recognized.leftovers:
        yield _("  line %(line)s: %(words)s") % {"line": leftover.line, "words": leftover.text[:SHOWN]}
    sums = account(source.text, recognized)
    yield _("Characters: %(total)s = %(clauses)s in clauses + %(layout)s layout + %(left)s left over") % {
        "total": sums.total,
        "clauses": sums.in_clauses,
        "layout": sums.layout,
        "left": sums.left_over,
    }


def _text_lines(text: Text) -> Iterator[str]:
    counts = counts_of(text)
    yield _("%(language)s: “%(title)s”: %(sections)s sections, %(clauses)s clauses, %(items)s items") % {
        "language": text.language,
        "title": text.title[:SHOWN],
        **counts,
    }
    for section in text.sections:
        numbers = [clause.number for clause in section.clauses]
        span = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
        printed = (
            ""
            if section.printed in {section.number, ""}
            else _(" (printed %(printed)s)") % {"printed": section.printed}
        )
        yield f"  {section.number}{printed} {section.title[:SHOWN]}: {span}"


def counts_of(text: Text) -> dict[str, int]:
    """How many sections, clauses and items one language has."""
    items = sum(1 for clause in text.clauses() for _found in iter_items(clause.body, clause.number))
    return {"sections": len(text.sections), "clauses": sum(1 for _clause in text.clauses()), "items": items}


def report_json(source: Source, recognized: Recognized) -> dict[str, object]:
    """The same for programs."""
    sums = account(source.text, recognized)
    return {
        "kind": source.kind,
        "encoding": source.encoding,
        "notes": list(source.notes),
        "languages": [
            {
                "language": text.language,
                "title": text.title,
                **counts_of(text),
                "clause_numbers": [c.number for c in text.clauses()],
            }
            for text in recognized.document.texts
        ],
        "repaired": [{"line": line, "words": words} for line, words in recognized.repaired],
        "leftovers": [{"line": leftover.line, "text": leftover.text} for leftover in recognized.leftovers],
        "characters": {
            "total": sums.total,
            "in_clauses": sums.in_clauses,
            "layout": sums.layout,
            "left_over": sums.left_over,
            "layout_by_kind": dict(sums.layout_by_kind),
        },
    }
