"""The text that a person reads beside a box, put together from the policy: what they see is what is hashed and kept."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from lerna.companies.models import Company
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.words import CONTENTS, load_words
from lerna.privacy.policy.model.facts import date_in_words
from lerna.privacy.policy.model.terms import limit_in_words, term_values
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import CategoryTerms, LegalBasis, Purpose, PurposeTerms, Terms

_NAMES: dict[LanguageCode, str] = {"ru": "{form} «{name}»", "kk": "«{name}» {form}", "en": "{name} {form}"}


class NoStatementError(Exception):
    """No consent can be asked for this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the contents: `key` of `policies/consent.toml`, its title and what is said."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What is asked for one purpose in one language. `box` stands beside the box, the rest below it."""

    purpose: Purpose
    clause: str
    language: LanguageCode
    box: str
    title: str
    explanation: str
    parts: tuple[Part, ...]
    policy: Part
    policy_version: int
    policy_id: int
    months: int
    substance: str

    @property
    def text(self) -> str:
        """The whole text, line by line as the page shows it."""
        lines = (f"{part.title}: {part.text}" for part in (*self.parts, self.policy))
        return "\n".join((self.box, f"{self.title}. {self.explanation}", *lines))

    @property
    def sha256(self) -> str:
        """Of that text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def term(self) -> Part:
        """For how long, which stands beside the box even where the rest is folded."""
        return self.part("term")

    def part(self, key: str) -> Part:
        """One of the contents; KeyError for another key."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)


def build_statements(
    *, company: Company, version: PolicyVersion, form: Iterable[Purpose], own: Iterable[Purpose], language: LanguageCode
) -> tuple[Statement, ...]:
    """The boxes of a form: first for what the form needs, then for what has a box of its own.

    A purpose with a box of its own that the company switched off is left out; one that the form needs is a
    NoStatementError, as is a purpose that a law orders, which nobody is asked about. No query.
    """
    terms = terms_for(company)
    needed = tuple(_build(company, version, terms, purpose, language, "form") for purpose in form)
    extra = (purpose for purpose in own if terms.find_purpose(purpose) is not None)
    return needed + tuple(_build(company, version, terms, purpose, language, "own") for purpose in extra)


def hash_substance(company: Company, terms: Terms, purpose: Purpose) -> str:
    """What a consent to this purpose means, whatever the words; where it changes, silence is none (clause 11.5)."""
    own = _find(terms, purpose)
    meaning = {
        "bin": company.bin,
        "purpose": own.key,
        "categories": sorted(own.categories),
        "recipients": sorted(own.recipients),
        "depersonalized": own.depersonalized_only,
        "months": own.retention.months if own.retention else 0,
        "since": own.retention.since if own.retention else "",
        "until": sorted(own.retention.until) if own.retention else [],
    }
    return hashlib.sha256(json.dumps(meaning, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def name_company(company: Company, language: LanguageCode) -> str:
    """Short legal form and name, as a contract writes them (clause 1.1)."""
    return _NAMES[language].format(
        form=company.short_form.in_language(language), name=company.name.in_language(language)
    )


def _build(  # noqa: PLR0913, PLR0917 -- what a text is made of
    company: Company, version: PolicyVersion, terms: Terms, purpose: Purpose, language: LanguageCode, box: str
) -> Statement:
    own, words = _find(terms, purpose), load_words()
    if own.retention is None:
        raise NoStatementError(f"“{purpose}” has no term to name.")
    values = _list_values(company, version, terms, own, language)

    def say(table: str, key: str) -> str:
        return words[(table, key)].in_language(language).format(**values)

    texts = {
        "data": " ".join(terms_of.explanation.in_language(language) for terms_of in _list_categories(terms, own)),
        "third_parties": say("third_parties", "some" if own.recipients else "none"),
    }
    parts = tuple(Part(key, say(key, "title"), texts.get(key) or say(key, "text")) for key in CONTENTS)
    return Statement(
        purpose=purpose,
        clause=own.clause,
        language=language,
        box=say("box", box),
        title=own.title.in_language(language),
        explanation=own.explanation.in_language(language),
        parts=parts,
        policy=Part("policy", say("policy", "title"), say("policy", "text")),
        policy_version=version.number,
        policy_id=version.pk,
        months=own.retention.months,
        substance=hash_substance(company, terms, purpose),
    )


def _list_values(
    company: Company, version: PolicyVersion, terms: Terms, own: PurposeTerms, language: LanguageCode
) -> dict[str, str]:
    """What stands for the gaps in the words."""
    retention = term_values(terms, language)
    months = own.retention.months if own.retention else 0
    recipients = {words.key: words.title.in_language(language) for words in terms.recipients}
    return {
        "purpose": own.title.in_language(language),
        "company": name_company(company, language),
        "bin": company.bin,
        "until": retention.get(f"terms.{own.key}.until", ""),
        "since": retention[f"terms.{own.key}.since"],
        "limit": limit_in_words(months, language),
        "recipients": ", ".join(recipients[kind] for kind in own.recipients),
        "number": str(version.number),
        "date": date_in_words(version.dated_on, language),
        "sha256": version.sha256,
    }


def _list_categories(terms: Terms, own: PurposeTerms) -> tuple[CategoryTerms, ...]:
    return tuple(category for category in terms.categories if category.key in own.categories)


def _find(terms: Terms, purpose: Purpose) -> PurposeTerms:
    own = terms.find_purpose(purpose)
    if own is None:
        raise NoStatementError(f"The company has switched “{purpose}” off.")
    if own.basis is LegalBasis.LAW:
        raise NoStatementError(f"“{purpose}” rests on a law; nobody is asked.")
    return own
