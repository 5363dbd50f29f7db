"""The list of third parties, generated from the register, so that it always agrees with it (clause 11.3)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lerna.companies.models import Company
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import read_language
from lerna.doors.storefront.views_policy import revalidated
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Terms
from lerna.privacy.recipients.models import HOME, Channel, Kind, Recipient
from lerna.privacy.recipients.queries import list_public
from lerna.privacy.recipients.register.countries import load_countries


@dataclass(frozen=True, slots=True)
class Shown:
    """One third party in the words of the page."""

    recipient: Recipient
    kind: str
    purposes: tuple[str, ...]
    categories: tuple[str, ...]
    country: str
    is_abroad: bool
    receives: bool


@revalidated
def third_parties(request: HttpRequest) -> HttpResponse:
    """Everybody who may receive data from this company now."""
    company = get_site(request).company
    shown = _show(company, read_language())
    return render(request, "storefront/third_parties.html", {"third_parties": shown})


def _show(company: Company, language: LanguageCode) -> tuple[Shown, ...]:
    terms, countries = terms_for(company), load_countries()
    return tuple(
        Shown(
            recipient=one,
            kind=str(Kind(one.kind).label),
            purposes=_title_purposes(one, terms, language),
            categories=_title_categories(one, terms, language),
            country=countries[one.country].in_language(language),
            is_abroad=one.country != HOME,
            receives=one.channel != Channel.NONE,
        )
        for one in list_public(company, today=clock.local_day(clock.now()))
    )


def _title_purposes(one: Recipient, terms: Terms, language: LanguageCode) -> tuple[str, ...]:
    return tuple(own.title.in_language(language) for own in terms.purposes if own.key in one.purposes)


def _title_categories(one: Recipient, terms: Terms, language: LanguageCode) -> tuple[str, ...]:
    return tuple(own.title.in_language(language) for own in terms.categories if own.key in one.categories)
