"""What would go, what stays and why; what a person's data are; which erasures are under way."""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Func, IntegerField

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.lifecycle.clocks import add_months, list_terms, months_of, timed_purposes
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING, Plan, TablePlan, make_plan, wish_mask
from lerna.privacy.lifecycle.holds import find_held, list_holds
from lerna.privacy.lifecycle.models import ErasureBatch, ErasureRun, Hold, Stage
from lerna.privacy.lifecycle.tallies.counting import counted_columns
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.permissions import BITS, purposes_of


class UnknownPersonError(Exception):
    """No company knows a person of this number."""


@dataclass(frozen=True, slots=True)
class TablePreview:
    """One table: how many rows the person has there, which columns go, which stay and why; `deletes_rows`: all go
    whole. `counted` are columns that an end by term counts first.
    """

    name: str
    rows: int
    deletes_rows: bool
    going: tuple[str, ...]
    staying: Mapping[str, str]
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What one purpose keeps past the end: in which tables, and until which day; none: until its hold is lifted."""

    purpose: Purpose
    tables: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do to one person. Nothing has been done."""

    company: Company
    is_blocked: bool  # then nothing may go
    is_end: bool  # nothing stays but what laws keep
    tables: tuple[TablePreview, ...]
    kept: tuple[Kept, ...]
    holds: tuple[Hold, ...]
    key_goes: bool  # destroyed, or replaced where something sealed stays


def preview_erasure(*, subject: UUID, now: datetime, ending: int = EVERYTHING, on: date | None = None) -> Preview:
    """What ending these purposes (bits; all of them where none are given) would take from the person on a day, today
    where none is given. UnknownPersonError.
    """
    company = find_company(subject)
    with acting_for(company, [subject]) as cursor:
        cursor.execute("select granted, blocked_at from subjects_datasubject where id = %s", [subject])
        granted, blocked_at = cursor.fetchone()
        going_on = granted & wish_mask(terms_for(company)) & ~ending
        held = find_held(cursor, company, now).get(subject, 0)
        plan = make_plan(ending if going_on else EVERYTHING, 0, going_on | held)
        rows = {}
        for table in (*plan.tables, plan.subjects):
            cursor.execute(f"select count(*) from {table.name} where {table.person} = %s", [subject])
            (rows[table.name],) = cursor.fetchone()
    stays = any(rows[table.name] for table in plan.tables if not table.deletes_rows)
    terms = terms_for(company)
    tables = tuple(_preview_table(table, rows[table.name], counted_columns(table, terms)) for table in plan.tables)
    own = TablePreview(plan.subjects.name, 1, plan.is_end and not stays, plan.subjects.going, _bare(plan, stays=stays))
    holds = list_holds(company, [subject], now)
    there = [table for table in plan.tables if rows[table.name] and not table.deletes_rows]
    kept = tuple(_list_kept(company, subject, plan, there, holds, on or local_day(now))) if plan.is_end else ()
    return Preview(company, blocked_at is not None, plan.is_end, (*tables, own), kept, holds, plan.is_end)


def find_company(subject: UUID) -> Company:
    """The company that knows this person; UnknownPersonError. One query for each company."""
    for company in Company.objects.order_by("slug"):
        with acting_for(company, [subject]) as cursor:
            cursor.execute("select 1 from subjects_datasubject where id = %s", [subject])
            if cursor.fetchone():
                return company
    raise UnknownPersonError(f"No company knows a person {subject}.")


def list_unfinished() -> tuple[ErasureRun, ...]:
    """Erasures that go on at the next chance, the oldest first. One query."""
    runs = ErasureRun.objects.filter(finished_at=None).select_related("company")
    return tuple(runs.order_by("created_at", "pk"))


def _list_kept(  # noqa: PLR0913, PLR0917 -- of whom, what, why and from when
    company: Company, subject: UUID, plan: Plan, there: Sequence[TablePlan], holds: Sequence[Hold], day: date
) -> Iterator[Kept]:
    """What stays, by purpose. A term that has no clock yet counts from the end itself (see `settle_clocks`)."""
    running = {term.purpose: term.ends_on for term in list_terms(company, subject)}
    held = {Purpose(hold.purpose): hold.until for hold in holds}
    for own in timed_purposes(company):
        tables = tuple(table.name for table in there if table.kept_for(plan.in_force) & BITS[own.key])
        if tables:
            until = running.get(own.key) or add_months(day, months_of(own))
            yield Kept(own.key, tables, held.get(own.key, until))


def list_planned(company: Company) -> set[UUID]:
    """Who stands in the manifest of an erasure that hasn't come to them yet. One query."""
    planned = ErasureBatch.objects.filter(run__company=company, stage=Stage.PLANNED)
    return {subject for people in planned.values_list("subjects", flat=True) for subject in people}


def _preview_table(table: TablePlan, rows: int, counted: tuple[str, ...]) -> TablePreview:
    return TablePreview(table.name, rows, table.deletes_rows, table.going, table.staying, counted)


def _bare(plan: Plan, *, stays: bool) -> Mapping[str, str]:
    if plan.is_end and not stays:
        return {}
    return {"id": ", ".join(purposes_of(plan.kept_for)) or "what goes on"} | dict(plan.subjects.staying)


def count_erased(company: Company, since: datetime, until: datetime) -> int:
    """Of how many people something was destroyed by the erasures that ended in this time. One query."""
    done = ErasureBatch.objects.filter(run__company=company, run__finished_at__gte=since, run__finished_at__lt=until)
    return sum(
        done.annotate(people=Func(F("subjects"), function="cardinality", output_field=IntegerField())).values_list(
            "people", flat=True
        )
    )
