"""A person's new key for what a law keeps, so that the old one can be destroyed and with it every copy in old backups.

The new key waits in the database of keys under a number of its own until the rows are sealed by it; then it takes the
place of the old one. Each of the two databases is changed by whole transactions that repeat safely.
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Field

from lerna.companies.models import Company
from lerna.privacy.lifecycle.erasing.people import write_array
from lerna.privacy.lifecycle.erasing.plan import Plan, TablePlan
from lerna.privacy.subjects.crypto.envelope import Place, seal, unseal, unwrap_key, wrap_key
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.discovery import concrete_fields
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.keys.operations import create_data_keys, destroy_data_keys, wrapping_keys
from lerna.privacy.subjects.keys.queries import DATABASE, find_wrapped

_ADOPT = """
update keys_datakey own set wrapped = new.wrapped, version = %s, made_at = waiting.made_at
from unnest(%s::uuid[], %s::uuid[], %s::bytea[]) new(subject, number, wrapped)
join keys_datakey waiting on waiting.subject = new.number and waiting.company = %s
where own.subject = new.subject and own.company = %s
"""


def waiting_number(run: UUID, subject: UUID) -> UUID:
    """Under which number a person's new key waits during a run."""
    return uuid5(run, subject.hex)


def list_sealed(cursor: CursorWrapper, plan: Plan, people: Sequence[UUID]) -> set[UUID]:
    """Those of these people of whom something sealed stays. A query for each table in which that may be."""
    found: set[UUID] = set()
    for table in plan.tables:
        if columns := [field.column for field in _sealed_fields(table)]:
            cursor.execute(
                f"select distinct {table.person} from {table.name} where {table.person} = any(%s::uuid[])"
                f" and num_nonnulls({', '.join(columns)}) > 0",
                [write_array(people)],
            )
            found.update(subject for (subject,) in cursor.fetchall())
    return found


def reseal_rows(  # noqa: PLR0913 -- whose rows, by whose keys, in which run
    cursor: CursorWrapper, plan: Plan, *, company: Company, run: UUID, people: Sequence[UUID], now: datetime
) -> None:
    """Seals what stays of these people by new keys, which are made first and wait. Inside `acting_for` them.

    MissingKeyError, SealError and KeyProviderError leave everything as it was.
    """
    _make_waiting_keys(company, run, people, now)
    old = _open_keys(company, people)
    new = _open_keys(company, [waiting_number(run, subject) for subject in people])
    for table in plan.tables:
        for field in _sealed_fields(table):
            sealed = {}
            for subject, row, value in _read_values(cursor, table, field, people):
                place = Place(company.pk, table.name, field.column, subject, str(row))
                text = unseal(bytes(value), key=old[subject], place=place)
                sealed[row] = seal(text, key=new[waiting_number(run, subject)], place=place)
            _write_values(cursor, table, field, sealed)


def adopt_waiting_keys(*, company: Company, run: UUID, people: Sequence[UUID]) -> None:
    """The waiting keys take the place of these people's own, which are destroyed by that. Safe to repeat."""
    numbers = {waiting_number(run, subject): subject for subject in people}
    with wrapping_keys(company) as keys, connections[DATABASE].cursor() as cursor:
        waiting = DataKey.objects.using(DATABASE).filter(company=company.pk, subject__in=numbers).select_for_update()
        adopted = {}
        for key in waiting:
            opened = unwrap_key(
                bytes(key.wrapped),
                wrapping_key=keys.wrapping_key(key.version),
                company=company.pk,
                subject=key.subject,
            )
            adopted[key.subject] = wrap_key(
                opened,
                wrapping_key=keys.wrapping_key(keys.current),
                company=company.pk,
                subject=numbers[key.subject],
            )
        own = write_array(numbers[number] for number in adopted)
        cursor.execute(
            _ADOPT, [keys.current, own, write_array(adopted), list(adopted.values()), company.pk, company.pk]
        )
        destroy_data_keys(company=company, subjects=adopted)


def _make_waiting_keys(company: Company, run: UUID, people: Sequence[UUID], now: datetime) -> None:
    """Committed at once; who has one waiting from an attempt that was killed keeps that."""
    wanted = [waiting_number(run, subject) for subject in people]
    there = {key.subject for key in find_wrapped(company.pk, wanted)}
    create_data_keys(company=company, subjects=[number for number in wanted if number not in there], now=now)


def _open_keys(company: Company, numbers: Sequence[UUID]) -> dict[UUID, bytes]:
    keys = key_provider().read(company.slug)
    opened = {
        found.subject: unwrap_key(
            bytes(found.wrapped),
            wrapping_key=keys.wrapping_key(found.version),
            company=company.pk,
            subject=found.subject,
        )
        for found in find_wrapped(company.pk, numbers)
    }
    if len(opened) < len(set(numbers)):
        raise MissingKeyError(f"{len(set(numbers)) - len(opened)} people have no key: destroyed, or another database.")
    return opened


def _sealed_fields(table: TablePlan) -> Iterator["Field[object, object]"]:
    fields = {field.name: field for field in concrete_fields(table.table.model)}
    return (fields[name] for name in table.sealed_staying)


def _read_values(
    cursor: CursorWrapper, table: TablePlan, field: "Field[object, object]", people: Sequence[UUID]
) -> Iterator[tuple[UUID, UUID, bytes]]:
    cursor.execute(
        f"select {table.person}, id, {field.column} from {table.name}"
        f" where {table.person} = any(%s::uuid[]) and {field.column} is not null",
        [write_array(people)],
    )
    yield from cursor.fetchall()


def _write_values(
    cursor: CursorWrapper, table: TablePlan, field: "Field[object, object]", sealed: Mapping[UUID, bytes]
) -> None:
    cursor.execute(
        f"update {table.name} t set {field.column} = new.sealed"
        " from unnest(%s::uuid[], %s::bytea[]) new(id, sealed) where t.id = new.id",
        [write_array(sealed), list(sealed.values())],
    )
