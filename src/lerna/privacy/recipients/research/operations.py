"""Depersonalized figures: counted from the people who agreed, and written down (clauses 7.1-д, 8.4-ж, 9.6).

What leaves is a table of counts. It holds no row of anybody's, no number and no hash, so nothing leads back.
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.acts import Identifier, Value
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import person_column
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.research.groups import Grouped, Row, group_people
from lerna.privacy.recipients.research.rules import Rules, read_rules
from lerna.privacy.recipients.sending.columns import name_table
from lerna.privacy.recipients.sending.permission import check_bound
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.subjects.declarations import Coarse, Table
from lerna.privacy.subjects.discovery import concrete_fields, db_table, list_tables
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import BITS
from lerna.privacy.subjects.processing import processing

_BATCH = 1000
PEOPLE = "people"


class NoSuchTableError(LookupError):
    """No data map names anything of this table to count people by."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of counts, with how it came about. Every count is rounded down to a multiple of the rules' `round_to`."""

    company: str
    table: str
    columns: tuple[str, ...]
    made_on: str
    rules: Rules
    grouped: Grouped

    def rows(self) -> list[dict[str, str | int]]:
        """A row for each group: its columns, and how many people."""
        return [
            {**dict(zip(self.columns, group, strict=True)), PEOPLE: self.round(count)}
            for group, count in self.grouped.groups.items()
        ]

    def report(self) -> dict[str, object]:
        """How coarse each column became, and how much was left out."""
        return {
            "least": self.rules.least,
            "rounded_to": self.rules.round_to,
            "coarseness": dict(zip(self.columns, self.grouped.levels, strict=True)),
            "groups": len(self.grouped.groups),
            "groups_left_out": self.grouped.left_out_groups,
            "people_left_out": self.round(self.grouped.left_out_people),
        }

    def to_json(self) -> str:
        """One JSON document."""
        document = {"company": self.company, "table": self.table, "made_on": self.made_on,
                    "report": self.report(), "rows": self.rows()}  # fmt: skip
        return json.dumps(document, ensure_ascii=False, indent=2)

    def to_csv(self) -> str:
        """The rows alone, with a head."""
        written = io.StringIO()
        writer = csv.DictWriter(written, [*self.columns, PEOPLE], lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows())
        return written.getvalue()

    def round(self, count: int) -> int:
        """Down to a multiple."""
        return count - count % self.rules.round_to


def export_figures(  # noqa: PLR0913 -- for whom, of what, by whom
    *,
    company: Company,
    table: str,
    recipient: Recipient | None,
    actor: Actor,
    now: datetime,
    actor_id: Identifier | None = None,
) -> Figures:
    """Counts the people who agreed to audience research, by what the data maps allow; for a recipient, or for us.

    `table` is a public name such as `subjects.datasubject`. Left out are the blocked and whoever withdrew: only who
    permits it now is read. NoSuchTableError; TooFewError; TransferRefusedError for a recipient that isn't bound.
    """
    if recipient is not None:
        check_bound(recipient, now)
        if Purpose.AUDIENCE_RESEARCH not in recipient.purposes:
            raise TransferRefusedError(Refusal.PURPOSE_NOT_REGISTERED)
    found, rules = _find_table(table), read_rules()
    with transaction.atomic():
        rows = [row for part in _in_parts(_list_agreed(company)) for row in _read_rows(company, found, part)]
        figures = Figures(
            company=company.slug,
            table=table,
            columns=tuple(found.research),
            made_on=str(local_day(now)),
            rules=rules,
            grouped=group_people(rows, list(found.research.values()), rules),
        )
        digest = sha256(figures.to_json().encode()).hexdigest()
        details: dict[str, Value] = {"rows": len(figures.grouped.groups), "document": digest}
        if recipient is not None:
            details["recipient"] = recipient.key
        record(company=company, operation=Operation.DEPERSONALIZE, clause="9.6", actor=actor, now=now,
               actor_id=actor_id, purpose=Purpose.AUDIENCE_RESEARCH, details=details)  # fmt: skip
        return figures


def list_research_tables() -> tuple[str, ...]:
    """The public names of the tables that people may be counted by."""
    return tuple(name_table(table) for table in list_tables() if table.research)


def list_coarse(table: str) -> tuple[Coarse, ...]:
    """How each column of this table is made coarser, in the order of `Figures.columns`. NoSuchTableError."""
    return tuple(_find_table(table).research.values())


def _find_table(name: str) -> Table:
    found = [table for table in list_tables() if table.research and name_table(table) == name]
    if not found:
        raise NoSuchTableError(f"People aren't counted by “{name}”; there is: {', '.join(list_research_tables())}.")
    return found[0]


def _list_agreed(company: Company) -> list[UUID]:
    """Who permits it now: neither withdrawn nor blocked."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="whose data may enter depersonalized figures"):
        agreed = DataSubject.objects.alias(bit=F("permitted").bitand(BITS[Purpose.AUDIENCE_RESEARCH]))
        return list(agreed.filter(bit__gt=0).order_by("pk").values_list("pk", flat=True))


def _read_rows(company: Company, table: Table, people: Sequence[UUID]) -> list[Row]:
    """The columns that people are counted by, beside every purpose: none of them is sealed. One query."""
    columns = {field.name: field.column for field in concrete_fields(table.model)}
    listed = ", ".join(columns[name] for name in table.research)
    with acting_for(company, people) as cursor:
        cursor.execute(f"select {person_column(table)}, {listed} from {db_table(table.model)}")
        return [(who, tuple(values)) for who, *values in cursor.fetchall()]


def _in_parts(people: Sequence[UUID]) -> Iterator[list[UUID]]:
    rest = iter(people)
    while part := list(islice(rest, _BATCH)):
        yield part
