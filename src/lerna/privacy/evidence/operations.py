"""Recording. What is recorded belongs to the caller's transaction: the act and its evidence stand or fall together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import connection

from lerna.companies.models import Company
from lerna.kit.clock import to_local
from lerna.privacy.evidence.acts import Act, Identifier, Value, write_body
from lerna.privacy.evidence.vocabulary import Actor, Operation

_NOTHING: Mapping[str, Value] = MappingProxyType({})

# Plain SQL, because this runs beside every other write; it takes no lock that another append would wait for. A single
# statement is a transaction by itself where the caller has none: `atomic` would only cost two round trips more. Moments
# go as text: psycopg takes twice as long for others.
_APPEND = "select evidence_append(%s, %s, %s)"
_INSERT_MANY = "insert into evidence_entry (company_id, at, line) select %s, %s, unnest(%s::text[])"


def record(  # noqa: PLR0913 -- an entry has so many columns, each optional but the first five
    *,
    company: Company,
    operation: Operation,
    clause: str,
    actor: Actor,
    now: datetime,
    purpose: str | None = None,
    subject: UUID | None = None,
    actor_id: Identifier | None = None,
    policy_version: int | None = None,
    site: str | None = None,
    target: tuple[str, Identifier] | None = None,
    details: Mapping[str, Value] = _NOTHING,
) -> int:
    """Add one entry to the company's ledger and give its id (clause 2.4). `Act` says what each argument may be.

    PersonalValueError where a value might name a person; ValueError for a naive `now`. One query.
    """
    act = Act(
        operation=operation,
        clause=clause,
        actor=actor,
        purpose=purpose,
        subject=subject,
        actor_id=actor_id,
        policy_version=policy_version,
        site=site,
        target=target,
        details=details,
    )
    body = write_body(act)
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [company.pk, to_local(now).isoformat(), body])
        return int(cursor.fetchone()[0])


def record_many(*, company: Company, acts: Iterable[Act], now: datetime) -> int:
    """Add an entry for each act, in this order, by one query; for what touches many people at once. Gives how many.

    Errors as in `record`; then nothing is added.
    """
    bodies = [write_body(act) for act in acts]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY, [company.pk, to_local(now).isoformat(), bodies])
    return len(bodies)
