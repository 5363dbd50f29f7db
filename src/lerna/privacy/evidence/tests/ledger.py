"""A company's ledger in a test's hands, and in an intruder's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import psycopg
from psycopg import sql

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.seal.findings import Flaw, Report
from lerna.privacy.evidence.seal.headers import Header
from lerna.privacy.evidence.seal.sealing import BLOCK_SIZE, seal_entries
from lerna.privacy.evidence.seal.verify import UNSEALED_AFTER, verify_ledger
from lerna.privacy.evidence.vocabulary import Actor, Operation

AIGERIM = UUID("a1a1a1a1-0000-4000-8000-000000000001")
BORIS = UUID("b0b0b0b0-0000-4000-8000-000000000002")
Connect = Callable[[], psycopg.Connection]


@dataclass(frozen=True)
class Ledger:
    """Newskills' ledger, and KERBEZ's beside it, as the application sees them; `root` connects as superuser."""

    newskills: Company
    kerbez: Company
    root: Connect

    def add(self, count: int = 1, *, company: Company | None = None) -> list[int]:
        """So many consents, each an entry; their ids."""
        return [
            record(
                company=company or self.newskills,
                operation=Operation.CONSENT_GIVEN,
                clause="7.1-г",
                actor=Actor.PERSON,
                purpose="marketing",
                subject=AIGERIM,
                policy_version=2,
                site="lerna",
                target=("consent", number),
                now=clock.now(),
            )
            for number in range(1, count + 1)
        ]

    def seal(self, *, block_size: int = BLOCK_SIZE, everything: bool = False) -> list[Header]:
        return list(seal_entries(company=self.newskills, block_size=block_size, everything=everything))

    def verify(self, *, first_key: bytes | None = None, unsealed_after: timedelta = UNSEALED_AFTER) -> Report:
        return verify_ledger(company=self.newskills, first_key=first_key, unsealed_after=unsealed_after)

    def flaws(self, *, first_key: bytes | None = None, unsealed_after: timedelta = UNSEALED_AFTER) -> set[Flaw]:
        return {finding.flaw for finding in self.verify(first_key=first_key, unsealed_after=unsealed_after).findings}

    def forge(self, *statements: str, **values: int) -> None:
        """What an intruder with all rights does: triggers off, change (`{name}` is a value), triggers on."""
        with self.root() as connection:
            connection.execute("set session_replication_role = replica")
            for statement in statements:
                literals = {name: sql.Literal(value) for name, value in values.items()}
                connection.execute(sql.SQL(statement).format(**literals))
