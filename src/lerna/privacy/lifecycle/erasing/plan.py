"""What goes and what stays when purposes end, decided from the data maps alone. No query.

A column goes when a purpose it serves is ending and no other purpose that it serves is still in force for the person
(GDPR's and law 94-V's "for that purpose alone": what stays, stays for the others). What a law orders to keep (`Keep`)
goes when that law's own purpose ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Field, Model

from lerna.privacy.policy.purposes import LegalBasis, Terms
from lerna.privacy.subjects.declarations import Column, Keep, Table
from lerna.privacy.subjects.discovery import SELF, concrete_fields, db_table, list_tables
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.permissions import BITS, mask_of, purposes_of

EVERYTHING = mask_of(BITS)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table: the columns that go and those that stay, each with the reason; without any that stays its rows go
    whole.
    """

    table: Table
    going: tuple[str, ...]
    staying: Mapping[str, str]
    deletes_rows: bool

    @property
    def name(self) -> str:
        """The database table."""
        return db_table(self.table.model)

    @property
    def person(self) -> str:
        """The column that leads to the person."""
        return person_column(self.table)

    def kept_for(self, in_force: int) -> int:
        """The purposes, as bits, that something of this table stays for at an end: laws' own, and those in force."""
        mask = 0
        for name in self.staying:
            column = self.table.columns[name]
            mask |= mask_of(column.purposes) & in_force
            if isinstance(column.erasure, Keep):
                mask |= BITS[column.erasure.purpose]
        return mask

    @property
    def sealed_staying(self) -> tuple[str, ...]:
        """The sealed columns that stay."""
        fields = {field.name: field for field in concrete_fields(self.table.model)}
        return tuple(name for name in self.staying if isinstance(fields[name], EncryptedTextField))


@dataclass(frozen=True, slots=True)
class Plan:
    """Every table of the data maps, those that point at others before these; the table of subjects last."""

    tables: tuple[TablePlan, ...]
    subjects: TablePlan
    ending: int
    in_force: int
    kept_for: int  # purposes that keep something

    @property
    def is_end(self) -> bool:
        """Is nothing left but what laws and holds keep?"""
        return self.ending == EVERYTHING


@lru_cache(maxsize=256)
def make_plan(ending: int, keeps_ending: int, in_force: int) -> Plan:
    """What ending these purposes means for a person for whom `in_force` goes on; all three are bits of purposes.

    `keeps_ending` are the laws' purposes whose own term has passed. Holds stand in `in_force`.
    """
    masks = (ending, keeps_ending, in_force)
    plans = [_plan_table(table, *masks) for table in _order(list_tables())]
    (subjects,) = [plan for plan in plans if plan.table.subject == SELF]
    kept_for = in_force
    for plan in plans:
        kept_for |= plan.kept_for(in_force)
    return Plan(tuple(plan for plan in plans if plan is not subjects), subjects, ending, in_force, kept_for)


def wish_mask(terms: Terms) -> int:
    """The purposes that rest on the person's word or contract: those that can end before the person's data do."""
    return mask_of(purpose.key for purpose in terms.purposes if purpose.basis is not LegalBasis.LAW)


def replacement(field: "Field[object, object]") -> str | None:
    """What takes a value's place: nothing at all."""
    return None if field.null else ""


def still_there(values: Sequence[tuple[str, str | None]]) -> str:
    """The SQL that is true where any of these columns (with what takes its value's place) still says something."""
    return " or ".join(f"{column} is distinct from %s" for column, _ in values)


def person_column(table: Table) -> str:
    """The database column that leads to the person."""
    wanted = "id" if table.subject == SELF else table.subject
    return next(field.column for field in concrete_fields(table.model) if field.name == wanted)


def _plan_table(table: Table, ending: int, keeps_ending: int, in_force: int) -> TablePlan:
    going, staying = [], {}
    for name, column in table.columns.items():
        reason = _reason_to_stay(column, ending, keeps_ending, in_force)
        if reason:
            staying[name] = reason
        else:
            going.append(name)
    # A table of numbers alone, without a column of its own, goes with everything else.
    deletes_rows = table.subject != SELF and not staying and (bool(going) or ending == EVERYTHING)
    return TablePlan(table, tuple(going), staying, deletes_rows)


def _reason_to_stay(column: Column, ending: int, keeps_ending: int, in_force: int) -> str:
    """Why the column stays; empty where it goes."""
    serves = mask_of(column.purposes)
    if isinstance(column.erasure, Keep) and not keeps_ending & BITS[column.erasure.purpose]:
        return column.erasure.law
    still = serves & in_force
    if still:
        return ", ".join(purposes_of(still))
    if ending == EVERYTHING or serves & (ending | keeps_ending):
        return ""
    return ", ".join(purposes_of(serves & ~ending))


def _order(tables: tuple[Table, ...]) -> Iterator[Table]:
    """Tables that point at others first, so that no foreign key is left hanging."""
    left: dict[type[Model], Table] = {table.model: table for table in tables}
    while left:
        pointed_at = {
            field.related_model
            for model in left
            for field in concrete_fields(model)
            if field.related_model in left and field.related_model is not model
        }
        free = [model for model in left if model not in pointed_at]
        if not free:
            raise ValueError(f"Personal tables point at each other in a circle: {', '.join(map(str, left))}.")
        for model in free:
            yield left.pop(model)
