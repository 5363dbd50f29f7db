"""One paper as a page and a file show it, in the language of the reader."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.records.document import Document, Row
from lerna.privacy.records.models import Approval
from lerna.privacy.records.queries import ChangedRow, Changes
from lerna.privacy.records.words import Paper
from lerna.privacy.records.writing.dated import say_day

Cell = tuple[str, str]  # what the column is called, and what stands there


@dataclass(frozen=True, slots=True)
class Reading:
    """The paper in words; `dated` says which version it is and of what day."""

    paper: Paper
    document: Document
    language: LanguageCode
    dated: str

    @property
    def columns(self) -> list[str]:
        """The titles of the columns."""
        return [title.in_language(self.language) for title in self.document.columns]

    @property
    def rows(self) -> list[list[Cell]]:
        """Each line, its cells with their columns' titles."""
        return [self.read_row(row) for row in self.document.rows]

    def read_row(self, row: Row) -> list[Cell]:
        """One line in words."""
        return list(zip(self.columns, (cell.in_language(self.language) for cell in row.cells), strict=True))


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is new, gone or otherwise; `cells` are column, what was said, what is said."""

    mark: str
    title: str
    cells: list[tuple[str, str, str]]


def read_paper(paper: Paper, document: Document, *, approval: Approval | None, now: datetime) -> Reading:
    """The paper as it is now or, with `approval`, as it was approved."""
    language = read_language()
    if approval is None:
        dated = _("As of %(day)s") % {"day": say_day(now, language)}
    else:
        values = {"number": approval.number, "day": say_day(approval.approved_at, language)}
        dated = _("Version %(number)s, approved %(day)s") % values
    return Reading(paper, document, language, dated)


def list_differences(reading: Reading, changes: Changes) -> list[Difference]:
    """What lies between the approved version and this one; of a changed line the changed cells alone."""
    language = reading.language

    def name(row: Row) -> str:
        return row.cells[0].in_language(language)

    def list_cells(change: ChangedRow) -> list[tuple[str, str, str]]:
        cells = zip(reading.read_row(change.before), reading.read_row(change.after), strict=True)
        return [(title, old, new) for (title, old), (_title, new) in cells if old != new]

    return [
        *(
            Difference("changed", fact.title.in_language(language), [("", "", fact.value.in_language(language))])
            for fact in changes.head
        ),
        *(Difference("added", name(row), []) for row in changes.added),
        *(Difference("removed", name(row), []) for row in changes.removed),
        *(Difference("changed", name(change.after), list_cells(change)) for change in changes.changed),
    ]


def read_language() -> LanguageCode:
    """The language of the page."""
    language = get_language()
    return next((code for code in LANGUAGE_CODES if code == language), "ru")
