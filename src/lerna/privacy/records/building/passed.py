"""What went to third parties: counted by recipient, purpose and kind of data, so that no person stands there."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, Purpose, Terms
from lerna.privacy.recipients.models import HOME, Transfer
from lerna.privacy.recipients.register.countries import load_countries
from lerna.privacy.records.building.days import day_of
from lerna.privacy.records.building.terms import list_categories, name_purpose
from lerna.privacy.records.document import Row, fill, same
from lerna.privacy.records.words import Words
from lerna.privacy.subjects.processing import processing

_RECIPIENT = ("key", "name", "contract_number", "contract_from", "law")


def list_transfers(company: Company, words: Words) -> Iterator[Row]:
    """Everything that left. One query."""
    return _list(company, words, abroad=False)


def list_transfers_abroad(company: Company, words: Words) -> Iterator[Row]:
    """What left the country. One query."""
    return _list(company, words, abroad=True)


def _list(company: Company, words: Words, *, abroad: bool) -> Iterator[Row]:
    terms, countries = terms_for(company), load_countries()
    with processing(Purpose.CONSENT_PROOF, company=company, reason="register of what was passed to third parties"):
        found = Transfer.objects.filter(sent_at__isnull=False)
        if abroad:
            found = found.exclude(country=HOME)
        rows = list(
            found.values(*(f"recipient__{name}" for name in _RECIPIENT), "country", "purpose", "categories")
            .annotate(
                count=Count("pk"), people=Count("subject", distinct=True), first=Min("sent_at"), last=Max("sent_at")
            )
            .order_by("recipient__key", "purpose", "country", "categories")
        )
    for row in rows:
        categories = "+".join(sorted(row["categories"]))
        yield Row(
            f"{row['recipient__key']}/{row['purpose']}/{row['country']}/{categories}",
            (
                row["recipient__name"],
                countries[row["country"]],
                _name_ground(row, words),
                name_purpose(terms, Purpose(row["purpose"])),
                _name_categories(terms, row["categories"], words),
                same(row["count"]),
                same(row["people"]),
                day_of(row["first"]),
                day_of(row["last"]),
            ),
        )


def _name_ground(row: dict[str, object], words: Words) -> Localized:
    law = row["recipient__law"]
    if isinstance(law, Localized):
        return law
    return fill(
        words.words["agreement"],
        number=same(row["recipient__contract_number"]),
        date=day_of(row["recipient__contract_from"]),
    )


def _name_categories(terms: Terms, categories: list[str], words: Words) -> Localized:
    return list_categories(terms, map(Category, categories), words)
