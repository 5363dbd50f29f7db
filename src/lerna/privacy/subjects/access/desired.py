"""What the database should say, computed from the data maps and the policy's terms alone. No query."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Model

from lerna.privacy.policy.purposes import Purpose, Terms
from lerna.privacy.subjects.access.searchable import index_fields, open_texts
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import (
    SELF,
    concrete_fields,
    db_table,
    frame_of,
    insertable,
    readable,
    updatable,
)
from lerna.privacy.subjects.permissions import BITS
from lerna.privacy.subjects.processing import ROLE_PREFIX, role_of

COMMON = "lerna_common"
# In `(select …)`, so that it is read once a query: read for each row, it makes a scan of a million people 1.4 times as
# long. A query for one person pays some 10 µs for that, less than a tenth of what it takes (bench/purpose_read.py).
COMPANY = "(select current_setting('lerna.company')::bigint)"
OWNERS_POLICY = "lerna_owner_says_why"
WALL = "lerna_own_company"
# Serves no purpose of the policy: it ends them, and shows people what is held of them (`lerna.privacy.lifecycle`). It
# sees the people that it names and nobody else, whatever they permitted; what is sealed stays sealed.
LIFECYCLE = f"{ROLE_PREFIX}lifecycle"
# Serves none either: it looks for the old values of whoever was erased, in everybody's rows of one company, and counts
# whose rows stand in an exposed table. It sees whose a row is, blind indexes and what stands readable, and changes
# nothing.
SEARCH = f"{ROLE_PREFIX}search"
PEOPLE = "(select string_to_array(nullif(current_setting('lerna.people', true), ''), ','))::uuid[]"
# Forced on the owner too, who sees no row but in the triggers, which act for whoever is connected, and after saying
# `set lerna.maintenance = '…'`, as a backup or a migration of rows does.
_OWNERS_CONDITION = "session_user <> current_user or coalesce(current_setting('lerna.maintenance', true), '') <> ''"


# Evidence, clocks and the like: rows that name nobody and are one company's all the same. Whoever works for a company
# sees and adds its rows alone; the application outside of any block, as in jobs that go over all companies, everything.
_WALL_CONDITION = (
    "company_id = (select nullif(current_setting('lerna.company', true), '')::bigint)"
    " or (select coalesce(current_setting('lerna.company', true), '') = ''"
    f" and not pg_has_role(current_user, '{COMMON}', 'usage'))"
)


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One right of a role on one column, or on the whole table where `column` is empty."""

    role: str
    table: str
    column: str
    privilege: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One row security policy; `role` is empty for the owner's, and `public` for everybody's."""

    table: str
    name: str
    role: str
    condition: str

    @property
    def mark(self) -> str:
        """Kept as the policy's comment: PostgreSQL rewrites conditions, so they can't be compared as text."""
        return "lerna " + sha256(f"{self.role}|{self.condition}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Desired:
    """Everything that `sync` establishes."""

    roles: tuple[str, ...]
    tables: tuple[str, ...]
    walled: tuple[str, ...]
    grants: frozenset[Grant]
    policies: tuple[Policy, ...]


def desire(tables: tuple[Table, ...], terms: Terms, walled: tuple[str, ...] = ()) -> Desired:
    """What follows from these data maps and terms; `walled` are tables without personal data, kept by company."""
    working = [purpose.key for purpose in terms.purposes if not purpose.depersonalized_only]
    return Desired(
        roles=(*(role_of(purpose) for purpose in working), LIFECYCLE, SEARCH),
        tables=tuple(db_table(table.model) for table in tables),
        walled=walled,
        grants=frozenset(grant for table in tables for purpose in working for grant in _grants(table, purpose, terms))
        | frozenset(grant for table in tables for grant in (*_lifecycle_grants(table), *_search_grants(table))),
        policies=(
            *(policy for table in tables for policy in _policies(table, working, terms)),
            *(Policy(name, WALL, "public", _WALL_CONDITION) for name in walled),
        ),
    )


def _grants(table: Table, purpose: Purpose, terms: Terms) -> Iterator[Grant]:
    role, name, column_of = role_of(purpose), db_table(table.model), _columns(table.model)
    rights = {
        "SELECT": readable(table, purpose, terms),
        "INSERT": insertable(table, purpose, terms),
        "UPDATE": updatable(table, purpose, terms),
    }
    for privilege, fields in rights.items():
        for field in fields:
            yield Grant(role, name, column_of[field], privilege)
    if purpose in table.deletes:
        yield Grant(role, name, "", "DELETE")


def _lifecycle_grants(table: Table) -> Iterator[Grant]:
    name, column_of = db_table(table.model), _columns(table.model)
    for column in column_of.values():
        yield Grant(LIFECYCLE, name, column, "SELECT")
    # `permitted` too: what is kept of a person is for its own law alone, which is less than the person's other rows
    # are for.
    for field in (*table.columns, "permitted", *(frame_of(table.model, "CHANGING"))):
        if field in column_of:  # what isn't is a fault that the system check names
            yield Grant(LIFECYCLE, name, column_of[field], "UPDATE")
    yield Grant(LIFECYCLE, name, "", "DELETE")


def _search_grants(table: Table) -> Iterator[Grant]:
    seen = {"id", "company", "created_at" if table.subject == SELF else table.subject, *_searched(table)}
    for field, column in _columns(table.model).items():
        if field in seen:
            yield Grant(SEARCH, db_table(table.model), column, "SELECT")


def _searched(table: Table) -> tuple[str, ...]:
    return tuple(field.name for field in (*index_fields(table), *open_texts(table)))


def _policies(table: Table, working: list[Purpose], terms: Terms) -> Iterator[Policy]:
    name = db_table(table.model)
    for purpose in working:
        if readable(table, purpose, terms) or insertable(table, purpose, terms):
            condition = f"permitted & {BITS[purpose]} <> 0 and company_id = {COMPANY}"
            yield Policy(name, role_of(purpose), role_of(purpose), condition)
    person = "id" if table.subject == SELF else _columns(table.model)[table.subject]
    yield Policy(name, LIFECYCLE, LIFECYCLE, f"company_id = {COMPANY} and {person} = any({PEOPLE})")
    yield Policy(name, SEARCH, SEARCH, f"company_id = {COMPANY}")
    yield Policy(name, OWNERS_POLICY, "", _OWNERS_CONDITION)


def _columns(model: type[Model]) -> dict[str, str]:
    return {field.name: field.column for field in concrete_fields(model)}


def subject_table(tables: tuple[Table, ...]) -> str:
    """The table of the subjects themselves."""
    return next(db_table(table.model) for table in tables if table.subject == SELF)


def dependent_tables(tables: tuple[Table, ...]) -> tuple[tuple[str, str], ...]:
    """(table, column that leads to the subject) of every other."""
    return tuple(
        (db_table(table.model), _columns(table.model)[table.subject]) for table in tables if table.subject != SELF
    )
