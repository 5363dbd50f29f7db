"""Whose rows stand in tables that were exposed, as by a leaked query or file; which data those are says the data map.

Rows that went before the question was asked aren't counted: nobody can say any more whose they were.
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.lifecycle.erasing.people import searching, write_array
from lerna.privacy.lifecycle.erasing.plan import person_column
from lerna.privacy.policy.purposes import Category
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import SELF, db_table, tables_by_name


class UnknownTableError(LookupError):
    """No table of personal data has this name."""


def list_exposable() -> tuple[str, ...]:
    """The tables that hold more of people than their number, in the order of the rooms."""
    return tuple(name for name, table in tables_by_name().items() if table.subject != SELF)


def count_rows(company: Company, names: Collection[str], until: datetime) -> tuple[int, int]:
    """How many people known before `until` have rows there, and how many rows. One query. UnknownTableError."""
    with searching(company) as cursor:
        cursor.execute(f"select count(distinct person), count(*) {_from(names)}", [until])
        people, rows = cursor.fetchone()
        return people, rows


def list_categories(names: Collection[str]) -> frozenset[Category]:
    """What these tables hold by the data map. UnknownTableError."""
    return frozenset(column.category for table in _find(names) for column in table.columns.values())


def list_people(
    company: Company, names: Collection[str], until: datetime, *, after: UUID, most: int
) -> tuple[UUID, ...]:
    """The next of these people, in the order of their numbers. One query. UnknownTableError."""
    found = f"select distinct person {_from(names)} and person > %s order by person limit %s"
    with searching(company) as cursor:
        cursor.execute(found, [until, after, most])
        return tuple(person for (person,) in cursor.fetchall())


def find_among(company: Company, names: Collection[str], until: datetime, among: Iterable[UUID]) -> tuple[UUID, ...]:
    """Who of these has rows there. One query. UnknownTableError."""
    with searching(company) as cursor:
        found = f"select distinct person {_from(names)} and person = any(%s::uuid[])"
        cursor.execute(found, [until, write_array(among)])
        return tuple(person for (person,) in cursor.fetchall())


def _from(names: Collection[str]) -> str:
    rows = " union all ".join(
        f"select {person_column(table)} as person from {db_table(table.model)}" for table in _find(names)
    )
    return f"from ({rows}) stood join subjects_datasubject known on known.id = person where known.created_at < %s"


def _find(names: Collection[str]) -> list[Table]:
    known = tables_by_name()
    if not names or set(names) - set(known):
        raise UnknownTableError("Name tables that hold personal data, and no others.")
    return [known[name] for name in names]
