"""No purpose, no data: a block of code says for what it works and for which company, and PostgreSQL holds it to that.

    with processing(Purpose.MARKETING, company=company, reason="letter about the spring courses"):
        ...

For that block, and inside one transaction, the connection acts as the purpose's role. Outside of any block the
application's role has no right on any personal table (clauses 6.5, 8.2).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction

from lerna.companies.models import Company
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, Terms
from lerna.privacy.subjects.crypto.keyring import Keyring
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import insertable, readable, updatable

ROLE_PREFIX = "lerna_purpose_"
_NO_ROLE = "none"


class NoPurposeError(Exception):
    """Personal data were touched by code that had not said for what."""


class PurposeError(Exception):
    """Personal data were touched for a purpose that may not; names the purpose, the column, the clause."""


@dataclass(frozen=True, slots=True, eq=False)
class Processing:
    """What the running block works for, and the keys it has opened."""

    purpose: Purpose
    company: Company
    reason: str
    terms: Terms
    keyring: Keyring = field(repr=False)

    @property
    def clause(self) -> str:
        """The clause of the policy that states the purpose."""
        found = self.terms.find_purpose(self.purpose)
        return found.clause if found else ""

    def readable(self, table: Table) -> frozenset[str]:
        """The table's fields that may be read."""
        return readable(table, self.purpose, self.terms)

    def insertable(self, table: Table) -> frozenset[str]:
        """The table's fields that may be filled in a new row."""
        return insertable(table, self.purpose, self.terms)

    def updatable(self, table: Table) -> frozenset[str]:
        """The table's fields that may be changed."""
        return updatable(table, self.purpose, self.terms)

    def refuse(self, table: Table, name: str, verb: str) -> PurposeError:
        """The exception for one column, with what the policy says of it."""
        column = table.columns.get(name)
        what = f"{table.model.__name__}.{name}"
        if column is None or self.purpose not in column.purposes:
            why = (
                f"the data map gives it for {', '.join(column.purposes)}" if column else "the purpose has no part in it"
            )
        else:
            why = f"{self.company.slug}'s terms don't give “{column.category}” for it"
        return PurposeError(f"“{self.purpose}” (clause {self.clause}) may not {verb} {what}: {why}.")


_current: ContextVar[Processing | None] = ContextVar("processing", default=None)


def current_processing() -> Processing | None:
    """What the running code works for; None outside of any block."""
    return _current.get()


def need_processing(what: str) -> Processing:
    """The same; NoPurposeError outside of any block. `what` was about to be touched, a table or column."""
    found = _current.get()
    if found is None:
        raise NoPurposeError(f"{what} holds personal data: say why by “with processing(Purpose.…, company=…)”.")
    return found


def role_of(purpose: Purpose) -> str:
    """The database role that acts for this purpose."""
    return ROLE_PREFIX + purpose.value.replace("-", "_")


@contextmanager
def processing(purpose: Purpose, *, company: Company, reason: str) -> Iterator[Processing]:
    """One transaction that works for this purpose and sees this company's people alone.

    `reason` says in words what is being done, for the evidence, and names nobody. A block within a block works for its
    own purpose and gives the outer one back. PurposeError where the company's terms have switched the purpose off, or
    let it work on depersonalized data alone.
    """
    terms = terms_for(company)
    _check_terms(purpose, company, terms)
    outer = _current.get()
    is_nested = connection.in_atomic_block
    with transaction.atomic():
        # Local to the transaction: commit and rollback both take them back, also behind a pooler in transaction mode.
        _set_role(role_of(purpose), str(company.pk))
        keyring = outer.keyring if outer and outer.company.pk == company.pk else Keyring(company.pk, company.slug)
        token = _current.set(Processing(purpose, company, reason, terms, keyring))
        try:
            yield _current.get() or need_processing(str(purpose))
        finally:
            _current.reset(token)
        # A savepoint that is rolled back restores them by itself; one that is released would leave them to the outer.
        if outer and (outer.purpose, outer.company.pk) != (purpose, company.pk):
            _set_role(role_of(outer.purpose), str(outer.company.pk))
        elif is_nested and not outer:
            _set_role(_NO_ROLE, "")


def _set_role(role: str, company: str) -> None:
    """Both in one message; `select set_config(…)`, planned and with a row for an answer, takes twice as long.

    Neither can hold a quote: one is made of a purpose's name, the other is a number.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {role}; set local lerna.company = '{company}'")


def _check_terms(purpose: Purpose, company: Company, terms: Terms) -> None:
    own = terms.find_purpose(purpose)
    if own is None:
        raise PurposeError(f"{company.slug} has switched “{purpose}” off in its terms.")
    if own.depersonalized_only:
        raise PurposeError(
            f"“{purpose}” (clause {own.clause}) works on depersonalized data alone; they stand in tables of their own."
        )
