"""The record of processing activities: a line for each purpose that the company works for (GDPR, art. 30(1))."""

from collections.abc import Iterator, Sequence

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import PurposeTerms, Terms
from lerna.privacy.recipients.models import HOME, Recipient
from lerna.privacy.recipients.register.countries import load_countries
from lerna.privacy.records.building.terms import list_categories, name_basis, name_term
from lerna.privacy.records.document import Row, enumerate_all, same
from lerna.privacy.records.words import Words


def list_processing(company: Company, words: Words) -> Iterator[Row]:
    """Each purpose of the company's own terms, with whoever stands in its register now. One query."""
    terms = terms_for(company)
    register = tuple(Recipient.objects.filter(company=company, retired_at=None).order_by("key"))
    for own in terms.purposes:
        recipients = [one for one in register if own.key in one.purposes]
        yield Row(
            own.key.value,
            (
                own.title,
                same(own.clause),
                name_basis(own, words),
                words.words["depersonalized" if own.depersonalized_only else "people"],
                list_categories(terms, own.categories, words),
                _name_recipients(terms, own, recipients, words),
                _name_countries(recipients, words),
                name_term(own, words),
            ),
        )


def _name_recipients(terms: Terms, own: PurposeTerms, recipients: Sequence[Recipient], words: Words) -> Localized:
    """Those of the register by name; where there are none yet, the kinds that the terms allow."""
    kinds = (one.title for one in terms.recipients if one.key in own.recipients)
    return enumerate_all([one.name for one in recipients] or kinds, words.words["nobody"])


def _name_countries(recipients: Sequence[Recipient], words: Words) -> Localized:
    countries = load_countries()
    abroad = dict.fromkeys(one.country for one in recipients if one.country != HOME)
    return enumerate_all((countries[code] for code in abroad), words.words["no_countries"])
