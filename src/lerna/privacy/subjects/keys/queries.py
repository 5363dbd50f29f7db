"""Every read of the database of keys."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connections

from lerna.companies.models import Company
from lerna.privacy.subjects.crypto.providers import KeyProviderError, key_provider
from lerna.privacy.subjects.keys.models import DataKey

DATABASE = "keys"


def find_wrapped(company: int, subjects: Iterable[UUID]) -> tuple[DataKey, ...]:
    """The wrapped keys of these people of this company; who has none is left out. One query."""
    return tuple(DataKey.objects.using(DATABASE).filter(company=company, subject__in=list(subjects)))


def count_keys(company: int, subjects: Iterable[UUID]) -> int:
    """How many of these people of this company have a key. One query."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "select count(*) from keys_datakey where company = %s and subject = any(%s::uuid[])",
            [company, "{" + ",".join([subject.hex for subject in subjects]) + "}"],
        )
        return int(cursor.fetchone()[0])


def count_to_rewrap(company: int, version: int) -> int:
    """How many keys of the company are wrapped by an older version of its key than this. One query."""
    return DataKey.objects.using(DATABASE).filter(company=company, version__lt=version).count()


def has_keys(company: int) -> bool:
    """Has anybody of this company a key? One query."""
    return DataKey.objects.using(DATABASE).filter(company=company).exists()


def find_key_faults() -> tuple[str, ...]:
    """What keeps people's values from being opened, in sentences; none where all is well. Two queries.

    Raises DatabaseError where the database of keys doesn't answer.
    """
    DataKey.objects.using(DATABASE).order_by().values_list("version").first()
    faults = []
    for slug in Company.objects.order_by("slug").values_list("slug", flat=True):
        try:
            key_provider().read(slug)
        except KeyProviderError as error:
            faults.append(str(error))
    return tuple(faults)
