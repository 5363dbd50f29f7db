"""The question and its answer: figures for the notices, and the people as numbers, in order, for telling each once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.incidents.models import Scope, Source
from lerna.privacy.incidents.scope import tables
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

# By the clause's index of the ledger. An empty word asks for all.
_ENTRIES = """
from evidence_entry
where company_id = %(company)s and clause = %(clause)s and operation = %(operation)s
  and at >= %(since)s and at < %(until)s and subject is not null
  and (%(staff)s = '' or line::json ->> 'actor_id' = %(staff)s)
  and (%(screen)s = '' or line::json -> 'details' ->> 'screen' = %(screen)s)
  and (%(recipient)s = '' or line::json -> 'details' ->> 'recipient' = %(recipient)s)
"""
_COUNT = "select count(distinct subject), count(*), array_agg(distinct line::json ->> 'purpose')" + _ENTRIES
_NEXT = "select distinct subject" + _ENTRIES + "and subject > %(after)s order by subject limit %(most)s"
_AMONG = "select distinct subject" + _ENTRIES + "and subject = any(%(among)s::uuid[])"
_KINDS = {
    Source.LOOKS: (Operation.LOOK, "8.3"),
    Source.TRANSFERS: (Operation.TRANSFER, "9.4"),
    Source.EXPORTS: (Operation.EXPORT, "6.2"),
}
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whose data: from `since` until before `until`, by a member of staff (the account's number), on a screen, to a
    recipient (its key). Everybody, where a whole copy of the database is concerned, is everybody known before `until`;
    of tables, by their names in the database, everybody of these who has rows there.
    """

    source: Source
    since: datetime
    until: datetime
    staff: str = ""
    screen: str = ""
    recipient: str = ""
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people, in how many acts or rows, and which categories of data the acts' purposes or the tables give."""

    people: int
    acts: int
    categories: tuple[Category, ...]


def ask_again(scope: Scope) -> Question:
    """The question that a kept scope answers."""
    return Question(
        source=Source(scope.source), since=scope.since, until=scope.until, staff=scope.staff, screen=scope.screen,
        recipient=scope.recipient, tables=tuple(scope.tables),
    )  # fmt: skip


def count_scope(company: Company, question: Question) -> Counted:
    """The figures. One query. UnknownTableError."""
    if question.source is Source.TABLES:
        people, rows = tables.count_rows(company, question.tables, question.until)
        return Counted(people, rows, _in_order(tables.list_categories(question.tables)) if people else ())
    if question.source is Source.EVERYBODY:
        with processing(Purpose.CONSENT_PROOF, company=company, reason="how many people an incident concerns"):
            people = DataSubject.objects.filter(created_at__lt=question.until).count()
        return Counted(people, people, tuple(Category))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _values(company, question))
        people, acts, purposes = cursor.fetchone()
    named = {purpose for purpose in purposes or () if purpose}
    # An export names no purpose: it holds everything.
    known = [own for own in terms_for(company).purposes if own.key in named or not named]
    given = {category for own in known for category in own.categories}
    return Counted(people, acts, _in_order(given) if people else ())


def list_people(company: Company, question: Question, *, after: UUID | None, most: int) -> tuple[UUID, ...]:
    """The next of the people concerned, in the order of their numbers; the erased among them, where the ledger is
    asked. One query.
    """
    if question.source is Source.TABLES:
        return tables.list_people(company, question.tables, question.until, after=after or _FIRST, most=most)
    if question.source is Source.EVERYBODY:
        with processing(Purpose.CONSENT_PROOF, company=company, reason="whom an incident concerns"):
            known = DataSubject.objects.filter(created_at__lt=question.until, pk__gt=after or _FIRST)
            return tuple(known.order_by("pk").values_list("pk", flat=True)[:most])
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, _values(company, question) | {"after": after or _FIRST, "most": most})
        return tuple(subject for (subject,) in cursor.fetchall())


def find_concerned(company: Company, question: Question, among: Collection[UUID]) -> tuple[UUID, ...]:
    """Whom of these people it concerns. One query."""
    if question.source is Source.TABLES:
        return tables.find_among(company, question.tables, question.until, among)
    if question.source is Source.EVERYBODY:
        with processing(Purpose.CONSENT_PROOF, company=company, reason="whom an incident concerns"):
            known = DataSubject.objects.filter(created_at__lt=question.until, pk__in=among)
            return tuple(known.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_AMONG, _values(company, question) | {"among": [str(subject) for subject in among]})
        return tuple(subject for (subject,) in cursor.fetchall())


def iter_people(company: Company, question: Question, *, batch: int) -> Iterator[tuple[UUID, ...]]:
    """Everybody concerned, in batches."""
    after = None
    while people := list_people(company, question, after=after, most=batch):
        yield people
        after = people[-1]


def _in_order(given: Collection[Category]) -> tuple[Category, ...]:
    return tuple(category for category in Category if category in given)


def _values(company: Company, question: Question) -> dict[str, int | str | datetime | UUID]:
    operation, clause = _KINDS[question.source]
    return {
        "company": company.pk,
        "operation": operation.value,
        "clause": clause,
        "since": question.since,
        "until": question.until,
        "staff": question.staff,
        "screen": question.screen,
        "recipient": question.recipient,
    }
