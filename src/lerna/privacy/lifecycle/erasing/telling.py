"""Telling the person that it is done, where a clause orders that (6.7, 8.4-е): what went, what stays and until when.

What the letter needs is read before the rows go, and sealed in the transaction that ends them (see `letters.last`). Who
gave no address and is represented is told through the representative (8.1-а).
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.backends.utils import CursorWrapper
from django.utils import formats, translation
from django.utils.translation import gettext as _

from lerna.companies.models import Company, Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Consent
from lerna.privacy.letters.last import Addressee, keep_last_letter
from lerna.privacy.letters.values import Context
from lerna.privacy.lifecycle.clocks import Term, list_terms_of
from lerna.privacy.lifecycle.erasing.people import acting_for, write_array
from lerna.privacy.lifecycle.erasing.plan import Plan
from lerna.privacy.lifecycle.erasing.values import open_value, read_keys
from lerna.privacy.lifecycle.models import ErasureRun, Ground
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, Terms
from lerna.privacy.subjects.crypto.envelope import Place
from lerna.privacy.subjects.discovery import db_table
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.permissions import BITS

TEMPLATE, TO_REPRESENTATIVE = "data-erased", "represented-data-erased"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who will be told, and the categories of what goes of theirs.

    `name` is the person's first name where their representative is told: it may be one of several whom they act for.
    None where the person is told; empty where no name is left.
    """

    addressee: Addressee
    going: frozenset[Category]
    name: str | None = field(repr=False)


def read_told(plan: Plan, run: ErasureRun, people: Sequence[UUID]) -> tuple[Told, ...]:
    """Whom of these people to tell: nobody but at an end whose ground orders it.

    While representatives still stand beside their people. A query for each table. Where neither the person nor a
    representative gave an address that opens, nobody can be told.
    """
    if not plan.is_end or Ground(run.ground) not in read_times().told_after:
        return ()
    addresses, names = _read_addresses(run.company, people)
    if not addresses:
        return ()
    told = list(addresses)
    with acting_for(run.company, told) as cursor:
        going = _read_going(cursor, plan, told)
        languages, sites = _read_languages(cursor, told), _read_sites(cursor, run.company, told)
    return tuple(
        Told(
            Addressee(subject, address, languages.get(subject) or _first_language(sites[subject]), sites[subject]),
            frozenset(going[subject]),
            names.get(subject),
        )
        for subject, address in addresses.items()
    )


def keep_letters(told: Sequence[Told], run: ErasureRun, left: Sequence[UUID], now: datetime) -> None:
    """Seals a letter to each, in the transaction that has just ended their rows and set the clocks of what stays."""
    kept = _read_kept(run.company, left) if told else {}
    terms = terms_for(run.company)
    for one in told:
        language = one.addressee.language
        gone = [category.title.in_language(language) for category in terms.categories if category.key in one.going]
        staying = list(_say_kept(kept.get(one.addressee.subject, ()), terms, language))
        with translation.override(language):
            context: Context = {
                "erased": gone or [_("nothing")],
                "kept": staying or [_("nothing")],
                "act": str(run.pk),
                **({} if one.name is None else {"person": one.name or _("erased already")}),
            }
        template = TEMPLATE if one.name is None else TO_REPRESENTATIVE
        keep_last_letter(to=one.addressee, act=run.pk, template=template, context=context, now=now)


def _say_kept(kept: Sequence[Term], terms: Terms, language: LanguageCode) -> Iterator[str]:
    """“Proof of consent: until 26 November 2029”, a line for each."""
    for term in kept:
        own = terms.find_purpose(term.purpose)
        if own is not None:
            with translation.override(language):
                day = formats.date_format(term.ends_on, "DATE_FORMAT")
                yield _("%(purpose)s: until %(day)s") % {"purpose": own.title.in_language(language), "day": day}


def _read_kept(company: Company, left: Sequence[UUID]) -> dict[UUID, tuple[Term, ...]]:
    """The terms of what really stays of each: a clock runs also for what might have."""
    terms = list_terms_of(company, left)
    with acting_for(company, left) as cursor:
        cursor.execute("select id, granted from subjects_datasubject where id = any(%s::uuid[])", [write_array(left)])
        return {
            subject: tuple(term for term in terms.get(subject, ()) if granted & BITS[term.purpose])
            for subject, granted in cursor.fetchall()
        }


def _read_addresses(company: Company, people: Sequence[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """The address by which each is told; and of those whom it reaches through a representative the first name."""
    with acting_for(company, people) as cursor:
        own = _read_profiles(cursor, company, people, "email")
        hands = _read_representatives(cursor, [subject for subject in people if subject not in own])
        names = _read_profiles(cursor, company, list(hands), "name") if hands else {}
    if not hands:
        return own, {}
    adults = sorted(set(hands.values()))
    with acting_for(company, adults) as cursor:
        theirs = _read_profiles(cursor, company, adults, "email")
    reached = {subject: theirs[adult] for subject, adult in hands.items() if adult in theirs}
    return own | reached, {subject: names.get(subject, "") for subject in reached}


def _read_representatives(cursor: CursorWrapper, people: Sequence[UUID]) -> dict[UUID, UUID]:
    cursor.execute(
        f"select id, representative_id from {db_table(DataSubject)}"
        " where id = any(%s::uuid[]) and representative_id is not null",
        [write_array(people)],
    )
    return dict(cursor.fetchall())


def _read_profiles(cursor: CursorWrapper, company: Company, people: Sequence[UUID], column: str) -> dict[UUID, str]:
    """One sealed column of their profiles, opened, where there is anything in it."""
    table = db_table(Profile)
    cursor.execute(
        f"select subject_id, id, {column} from {table} where subject_id = any(%s::uuid[]) and {column} is not null",
        [write_array(people)],
    )
    rows, keys = cursor.fetchall(), dict(read_keys(company, people))
    opened = {
        subject: open_value(sealed, keys.get(subject), Place(company.pk, table, column, subject, str(row)))
        for subject, row, sealed in rows
    }
    return {subject: value for subject, value in opened.items() if value}


def _read_going(cursor: CursorWrapper, plan: Plan, people: Sequence[UUID]) -> Mapping[UUID, set[Category]]:
    going: dict[UUID, set[Category]] = defaultdict(set)
    for table in plan.tables:
        if table.going:
            categories = {table.table.columns[name].category for name in table.going}
            cursor.execute(
                f"select distinct {table.person} from {table.name} where {table.person} = any(%s::uuid[])",
                [write_array(people)],
            )
            for (subject,) in cursor.fetchall():
                going[subject] |= categories
    return going


def _read_languages(cursor: CursorWrapper, people: Sequence[UUID]) -> Mapping[UUID, LanguageCode]:
    """In which language each last agreed to something."""
    cursor.execute(
        f"select distinct on (subject_id) subject_id, language from {db_table(Consent)}"
        " where subject_id = any(%s::uuid[]) order by subject_id, given_at desc",
        [write_array(people)],
    )
    return {subject: cast(LanguageCode, language) for subject, language in cursor.fetchall()}


def _read_sites(cursor: CursorWrapper, company: Company, people: Sequence[UUID]) -> Mapping[UUID, Site]:
    """The site where each came first, or the company's first where that is no more."""
    sites = list(company.sites.order_by("place"))
    known = {site.key: site for site in sites}
    cursor.execute(f"select id, site from {db_table(DataSubject)} where id = any(%s::uuid[])", [write_array(people)])
    return {subject: known.get(key, sites[0]) for subject, key in cursor.fetchall()}


def _first_language(site: Site) -> LanguageCode:
    return cast(LanguageCode, site.default_language)  # one of the three, by the loader's check
