"""Every write of the database of keys: a transaction of that database alone, done before its caller's commits."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connections, transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.queries import list_of_kind, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.subjects.crypto.envelope import KEY_BYTES, unwrap_key, wrap_key
from lerna.privacy.subjects.crypto.providers import CompanyKeys, KeyProviderError, key_provider
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.keys.queries import DATABASE, count_to_rewrap, has_keys

BATCH = 500


class KeyInUseError(Exception):
    """This version of a company's key can't be dropped; the sentence says what still needs it."""


@contextmanager
def wrapping_keys(company: Company) -> Iterator[CompanyKeys]:
    """A transaction of the database of keys, to wrap people's keys in; no version is dropped before it ends.

    The lock comes first: the company's keys are read as they are when nobody can drop one any more. KeyProviderError.
    """
    with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        cursor.execute("lock table keys_datakey in row exclusive mode")
        yield key_provider().read(company.slug)


def create_data_key(*, company: Company, subject: UUID, now: datetime) -> bytes:
    """A new person's key, kept wrapped, and given open to whoever seals the first values. KeyProviderError.

    Done before the person's row is committed: a key without a person harms nobody, a person without a key can't be.
    """
    return create_data_keys(company=company, subjects=[subject], now=now)[subject]


def create_data_keys(*, company: Company, subjects: Iterable[UUID], now: datetime) -> dict[UUID, bytes]:
    """The same for many, by one query."""
    made = {subject: secrets.token_bytes(KEY_BYTES) for subject in subjects}
    with wrapping_keys(company) as keys:
        wrapping_key = keys.wrapping_key(keys.current)
        rows = [
            DataKey(
                subject=subject,
                company=company.pk,
                wrapped=wrap_key(key, wrapping_key=wrapping_key, company=company.pk, subject=subject),
                version=keys.current,
                made_at=now,
            )
            for subject, key in made.items()
        ]
        DataKey.objects.using(DATABASE).bulk_create(rows)
    return made


def destroy_data_keys(*, company: Company, subjects: Iterable[UUID]) -> int:
    """Destroys these people's keys, so that nothing of theirs opens again; how many there were. Safe to repeat."""
    with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        # Not by the ORM: a thousand parameters take ten times as long as one array of a thousand.
        cursor.execute(
            "delete from keys_datakey where company = %s and subject = any(%s::uuid[])",
            [company.pk, "{" + ",".join([subject.hex for subject in subjects]) + "}"],
        )
        return int(cursor.rowcount)


def make_missing_company_keys() -> tuple[str, ...]:
    """First keys for each company that never had any; their slugs. KeyProviderError.

    A company whose people have keys and whose own is gone gets none: that is a loss to restore, not a fresh start.
    """
    provider, made = key_provider(), []
    for company in Company.objects.order_by("slug"):
        if provider.has(company.slug):
            continue
        if has_keys(company.pk):
            raise KeyProviderError(f"The key of {company.slug} is gone, and its people have keys: restore it.")
        provider.make(company.slug)
        made.append(company.slug)
    return tuple(made)


def rotate_company_key(*, company: Company, now: datetime) -> Iterator[tuple[int, int]]:
    """Wraps every person's key by a new version of the company's, while the site runs; (done, of how many) as it goes.

    Killed at any point, it goes on at the next call: a new version is made only where all have reached the current one.
    The old version stays in its place, for the backups that it opens, until it is dropped.
    """
    provider = key_provider()
    keys = provider.read(company.slug)
    if not count_to_rewrap(company.pk, keys.current):
        keys = provider.add_version(company.slug)
    if keys.current not in _list_rotated(company):  # a rotation that goes on stands there already
        record(
            company=company,
            operation=Operation.KEY_ROTATED,
            clause="8.3",
            actor=Actor.OPERATOR,
            now=now,
            details={"version": keys.current},
        )
    total, done = count_to_rewrap(company.pk, keys.current), 0
    yield done, total
    while rewrapped := _rewrap_batch(company):
        done += rewrapped
        yield done, total


def drop_company_key(*, company: Company, version: int, now: datetime) -> bool:
    """Takes an old version of the company's key away for good; False where it is gone, and recorded, already.

    KeyInUseError for the current version, and while any person's key is wrapped by it. Backups of the database of keys
    that were made before the rotation open by it alone. KeyProviderError, from the environment always: there it is
    taken out of the variable first, and the next call records that.
    """
    with transaction.atomic(), transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        cursor.execute("lock table keys_datakey in share row exclusive mode")  # whoever wraps by it has come to an end
        keys, provider = key_provider().read(company.slug), key_provider()
        if not 1 <= version < keys.current:
            raise KeyInUseError(
                f"Only a version older than {keys.current} goes; ./lerna keys rotate makes a newer one."
            )
        if count := DataKey.objects.using(DATABASE).filter(company=company.pk, version=version).count():
            raise KeyInUseError(f"{count} people's keys are wrapped by version {version}; run ./lerna keys rotate.")
        is_there = version in keys.wrapping
        if not is_there and version in _list_dropped(company):
            return False
        record(
            company=company,
            operation=Operation.KEY_DROPPED,
            clause="8.3",
            actor=Actor.OPERATOR,
            now=now,
            details={"version": version},
        )
        if is_there:
            provider.drop_version(company.slug, version)
        return True


def _list_rotated(company: Company) -> set[object]:
    """The versions whose rotation the evidence knows of."""
    return {read_line(entry)["details"]["version"] for entry in list_of_kind(company, Operation.KEY_ROTATED)}


def _list_dropped(company: Company) -> set[object]:
    return {read_line(entry)["details"]["version"] for entry in list_of_kind(company, Operation.KEY_DROPPED)}


def _rewrap_batch(company: Company) -> int:
    with wrapping_keys(company) as keys:
        old = DataKey.objects.using(DATABASE).filter(company=company.pk, version__lt=keys.current)
        batch = list(old.order_by("subject").select_for_update()[:BATCH])
        for row in batch:
            opened = unwrap_key(
                bytes(row.wrapped),
                wrapping_key=keys.wrapping_key(row.version),
                company=company.pk,
                subject=row.subject,
            )
            row.wrapped = wrap_key(
                opened, wrapping_key=keys.wrapping_key(keys.current), company=company.pk, subject=row.subject
            )
            row.version = keys.current
        DataKey.objects.using(DATABASE).bulk_update(batch, ["wrapped", "version"])
    return len(batch)
