"""What is held, goes and stays, in the words of the policy's terms, for answers that the software writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, translation
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.models import Letter
from lerna.privacy.lifecycle.erasing.plan import wish_mask
from lerna.privacy.lifecycle.queries import preview_erasure
from lerna.privacy.policy.model.terms import term_values
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, CategoryTerms, Purpose, PurposeTerms, RecipientKind
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Request, RequestCode, Step
from lerna.privacy.subjects.declarations import Keep
from lerna.privacy.subjects.discovery import db_table, tables_by_name
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.permissions import may

# Whoever has rows in these alone is known by nothing but their requests.
_OF_REQUESTS = {db_table(model) for model in (DataSubject, Profile, Request, Step, RequestCode, Letter)}


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held of a person: for which purposes, of which categories; and the purposes whose law keeps some of it
    past an erasure.
    """

    purposes: tuple[PurposeTerms, ...]
    categories: tuple[CategoryTerms, ...]
    kept_for: tuple[Purpose, ...]


def find_holding(subject: DataSubject, now: datetime) -> Holding | None:
    """None where nothing is held of the person but their requests. A query for each table."""
    terms = terms_for(subject.company)
    there = {table.name for table in preview_erasure(subject=subject.pk, now=now).tables if table.rows}
    if not subject.granted & wish_mask(terms) and there <= _OF_REQUESTS:
        return None
    columns = [column for name in there for column in tables_by_name()[name].columns.values()]
    serving = {(purpose, column.category) for column in columns for purpose in column.purposes}
    purposes = tuple(
        own
        for own in terms.purposes
        if may(subject, own.key) and any((own.key, category) in serving for category in own.categories)
    )
    found: set[Category] = {column.category for column in columns}
    kept = {column.erasure.purpose for column in columns if isinstance(column.erasure, Keep)}
    return Holding(
        purposes,
        tuple(category for category in terms.categories if category.key in found),
        tuple(own.key for own in terms.purposes if own.key in kept),
    )


def say(word: str, language: LanguageCode) -> str:
    """One of the words of `policies/requests.toml`."""
    return load_rules().words[word].in_language(language)


def say_day(day: date, language: LanguageCode) -> str:
    """The day as this language writes it."""
    with translation.override(language):
        return str(formats.date_format(day, "DATE_FORMAT"))


def say_purposes(company: Company, purposes: Iterable[Purpose], language: LanguageCode) -> list[str]:
    """Their titles; “nothing” where there is none."""
    wanted = set(purposes)
    titles = [own.title.in_language(language) for own in terms_for(company).purposes if own.key in wanted]
    return titles or [say("nothing", language)]


def say_terms(company: Company, purposes: Iterable[PurposeTerms], language: LanguageCode) -> list[str]:
    """Each purpose with its term: “Studies: 3 years from your last activity, or until you delete your account”."""
    values = term_values(terms_for(company), language)
    with translation.override(language):
        either = _("or")
    said = []
    for own in purposes:
        line = f"{own.title.in_language(language)}: {_say_length(values, own.key)}"
        until = values.get(f"terms.{own.key}.until")
        said.append(f"{line}, {either} {until}" if until else line)
    return said


def say_contracts(purposes: Iterable[PurposeTerms], language: LanguageCode) -> list[str]:
    """Each purpose that goes on because a contract does; none where there is none."""
    return [f"{own.title.in_language(language)}: {say('contract', language)}" for own in purposes]


def say_kept(company: Company, purposes: Iterable[Purpose], language: LanguageCode) -> list[str]:
    """What laws keep: each purpose with its law and term; “nothing” where there is none."""
    terms = terms_for(company)
    values, wanted = term_values(terms, language), set(purposes)
    said = [
        f"{own.title.in_language(language)}: {own.law.title.in_language(language)}, {_say_length(values, own.key)}"
        for own in terms.purposes
        if own.key in wanted and own.law is not None
    ]
    return said or [say("nothing", language)]


def say_term(company: Company, purpose: Purpose, language: LanguageCode) -> str:
    """The term of one purpose: “3 years from the day we answered”."""
    return _say_length(term_values(terms_for(company), language), purpose)


def say_recipients(company: Company, purposes: Iterable[PurposeTerms], language: LanguageCode) -> list[str]:
    """The kinds of recipients that may receive data for these purposes; “nobody” where there is none."""
    wanted: set[RecipientKind] = {kind for own in purposes for kind in own.recipients}
    said = [one.title.in_language(language) for one in terms_for(company).recipients if one.key in wanted]
    return said or [say("nobody", language)]


def _say_length(values: Mapping[str, str], purpose: Purpose) -> str:
    return f"{values.get(f'terms.{purpose}.length', '')} {values.get(f'terms.{purpose}.since', '')}".strip()
