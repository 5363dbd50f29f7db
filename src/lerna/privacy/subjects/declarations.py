"""What a room's `datamap.py` says: whose a table is, and of each column its category, its purposes and its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Model

from lerna.privacy.policy.purposes import Category, Purpose


@dataclass(frozen=True, slots=True)
class Destroy:
    """Erasure deletes the row."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Erasure empties the column; the row stays for what else it says."""


@dataclass(frozen=True, slots=True)
class Depersonalize:
    """The value is counted, by month and with the table's others, before its row goes by term; then it is destroyed.

    What is left is a number of a company and nobody's, without a key or a hash that leads back (law 94-V, art. 17).
    """


@dataclass(frozen=True, slots=True)
class Keep:
    """A law orders to keep the value past erasure, for the purpose that rests on that law and for no other."""

    law: str
    purpose: Purpose


Erasure = Destroy | Blank | Depersonalize | Keep


class Coarse(StrEnum):
    """How a value is made coarser until it tells nobody apart (law 94-V, art. 17)."""

    WORD = "word"  # of a closed list: as it is, or not at all
    MOMENT = "moment"  # month, quarter, year, not at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One personal column. `purposes` may read it; `writes` may write it, and are the same where nothing is said.

    `why` says what it is for. `plain` is the reason why it isn't sealed, where it isn't; `free_text` the decision about
    what else people may write there, needed where its length has no limit. `secret` says why even the person is shown
    no more than that it is there.
    """

    category: Category
    purposes: tuple[Purpose, ...]
    erasure: Erasure
    why: str
    writes: tuple[Purpose, ...] | None = None
    plain: str = ""
    free_text: str = ""
    secret: str = ""

    @property
    def writers(self) -> tuple[Purpose, ...]:
        """The purposes that may write."""
        return self.purposes if self.writes is None else self.writes


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that each row of a table keeps in the storage, sealed under the person's key.

    `path` leads there from the company's number and the row's; they are sealed for the place of a column `sealed_as`,
    which no table has; `name` is the column in which the person named the file.
    """

    path: Callable[[int, str], str]
    sealed_as: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table that holds personal data. `subject` is the field that leads to the person, `self` in their own table.

    The frame (key, subject, company, permissions) needs no declaration: whoever may see a column may see the frame.
    `frame_for` are purposes that see the frame alone, `frame_writes` those that may change it, `deletes` those that may
    delete rows. Of an `append_only` table no purpose may change a row, whatever may write it. `research` names the
    fields that people may be counted by in depersonalized figures, frame included, and how each is made coarser.
    """

    model: type[Model]
    subject: str
    columns: Mapping[str, Column]
    frame_for: tuple[Purpose, ...] = ()
    frame_writes: tuple[Purpose, ...] = ()
    deletes: tuple[Purpose, ...] = ()
    append_only: bool = False
    withheld: str = ""  # a flag of the row: while it is set, a law forbids to show the row to the person
    counted_on: str = ""  # the day or moment by whose month depersonalized columns are counted
    research: Mapping[str, Coarse] = field(default_factory=dict)
    stored: Stored | None = None  # what the person takes away of it beside the columns

    @property
    def counted(self) -> tuple[str, ...]:
        """The columns that are counted before they go, in their order."""
        return tuple(name for name, column in self.columns.items() if isinstance(column.erasure, Depersonalize))
