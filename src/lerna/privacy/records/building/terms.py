"""What the terms of the policy say, as a paper words it."""

from collections.abc import Iterable

from lerna.kit.localized import LanguageCode, Localized
from lerna.privacy.policy.model.terms import length_in_words, limit_in_words
from lerna.privacy.policy.purposes import Category, LegalBasis, Purpose, PurposeTerms, Retention, Terms
from lerna.privacy.records.document import enumerate_all, fill, same, say
from lerna.privacy.records.words import Words


def name_purpose(terms: Terms, purpose: Purpose) -> Localized:
    """Its title; the key alone where the company has switched it off since."""
    own = terms.find_purpose(purpose)
    return own.title if own else same(purpose.value)


def list_categories(terms: Terms, categories: Iterable[Category], words: Words) -> Localized:
    """Their titles, in the order of the terms."""
    wanted = set(categories)
    return enumerate_all((own.title for own in terms.categories if own.key in wanted), words.words["nobody"])


def name_basis(own: PurposeTerms, words: Words) -> Localized:
    """On what the purpose rests; a law is cited."""
    basis = words.words[own.basis.value]
    if own.basis is not LegalBasis.LAW or own.law is None:
        return basis
    law = own.law.title
    return say(lambda language: f"{basis.in_language(language)}: {law.in_language(language)}")


def name_term(own: PurposeTerms, words: Words) -> Localized:
    """How long data of the purpose are kept."""
    if own.retention is None:
        return words.words["endless"]
    retention = own.retention
    values = {
        "since": words.since[retention.since],
        "length": say(lambda language: length_in_words(retention.months, language)),
        "limit": say(lambda language: limit_in_words(retention.months, language)),
    }
    if not retention.until:
        return fill(words.words["term"], **values)
    return fill(words.words["term_until"], until=say(lambda language: _name_ends(retention, words, language)), **values)


def _name_ends(retention: Retention, words: Words, language: LanguageCode) -> str:
    joint = f" {words.words['or'].in_language(language)} "
    return joint.join(words.until[event].in_language(language) for event in retention.until)
