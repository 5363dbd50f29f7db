"""Every read of this room that decides something. A company's entries are seen through that company only."""

import json
from typing import Any
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Operation


def list_about(company: Company, subject: UUID, *operations: Operation) -> tuple[Entry, ...]:
    """What was done to this person's data, the latest first; only these operations, where any are named. One query."""
    entries = Entry.objects.filter(company=company, subject=subject)
    if operations:
        entries = entries.filter(operation__in=operations)
    return tuple(entries.order_by("-id"))


def list_of_kind(company: Company, operation: Operation) -> tuple[Entry, ...]:
    """Every entry of one operation, the latest first; for what happens seldom. One query."""
    return tuple(Entry.objects.filter(company=company, operation=operation).order_by("-id"))


def find_latest(company: Company, clause: str) -> Entry | None:
    """The latest entry for a clause, None where there is none: its latest proof at work (clause 11.2). One query."""
    return Entry.objects.filter(company=company, clause=clause).order_by("-id").first()


def find_entry(company: Company, number: int) -> Entry | None:
    """The company's entry of this number; None where there is none, or it is another company's. One query."""
    return Entry.objects.filter(company=company, pk=number).order_by("pk").first()


def read_line(entry: Entry) -> dict[str, Any]:
    """The entry's words: `id`, `recorded_at` and `at` in UTC, then what `write_body` spelled; `details` is a table."""
    line: dict[str, Any] = json.loads(entry.line)
    return line
