"""Acting for named people beside every purpose: to end what is held of them, or to show it to them.

The database role sees the people that the block names, of one company, and nobody else; sealed values stay sealed. It
is the only one that deletes. Rights of the person (law 94-V, art. 24 and 18) need no permission, so row security
doesn't ask for one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from lerna.companies.models import Company
from lerna.privacy.subjects.access.desired import LIFECYCLE, PEOPLE, SEARCH
from lerna.privacy.subjects.processing import current_processing, role_of

# `subject_id = {NAMED}` is true of the people that `acting_for` names. Row security says so too, but what ends rows
# shouldn't hang on that alone; and a thousand numbers go to the server once a block, not with each statement.
NAMED = f"any({PEOPLE})"
_SET = (
    "select set_config('role', %s, true), set_config('lerna.company', %s, true), set_config('lerna.people', %s, true),"
    " set_config('lerna.maintenance', %s, true)"
)


def write_array(people: Iterable[UUID]) -> str:
    """These people as PostgreSQL reads an array: psycopg takes ten times as long for a thousand, `str` seven times."""
    return "{" + _join(people) + "}"


@contextmanager
def acting_for(company: Company, people: Sequence[UUID]) -> Iterator[CursorWrapper]:
    """One transaction, or a part of the caller's, in which these people's rows can be read, emptied and deleted.

    Statements are written without quoted names: the guard that explains a missing purpose reads quoted ones, and what
    it would say doesn't fit here. PostgreSQL checks all the same.
    """
    with _acting_as(LIFECYCLE, company, _join(people)) as cursor:
        yield cursor


@contextmanager
def searching(company: Company) -> Iterator[CursorWrapper]:
    """The same for a look through everybody's blind indexes and readable texts in one company, changing nothing."""
    with _acting_as(SEARCH, company, "") as cursor:
        yield cursor


@contextmanager
def _acting_as(role: str, company: Company, people: str) -> Iterator[CursorWrapper]:
    is_nested, outer = connection.in_atomic_block, current_processing()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET, [role, str(company.pk), people, "lifecycle"])
        yield cursor
        if outer:
            cursor.execute(_SET, [role_of(outer.purpose), str(outer.company.pk), "", ""])
        elif is_nested:
            cursor.execute(_SET, ["none", "", "", ""])


def _join(people: Iterable[UUID]) -> str:
    return ",".join([subject.hex for subject in people])
