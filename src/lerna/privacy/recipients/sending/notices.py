"""A letter to whoever's data were passed: to whom, which, for what, where; within the term of law 94-V, art. 19.

One letter tells of everything since the last one, so that nobody is written to for each payment.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext

from lerna.companies.models import Company, Site
from lerna.kit.clock import local_day, to_local
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.queries import find_languages
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.values import MOST_ITEMS
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, Terms
from lerna.privacy.recipients.models import State, Transfer
from lerna.privacy.recipients.register.countries import load_countries
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

TEMPLATE = "data-transferred"
CABINET = "account/"
_ARRIVED = (State.SENT, State.CONFIRMED, State.FAILED)  # the last may have: its answer was lost


def list_untold(company: Company) -> tuple[Transfer, ...]:
    """What people haven't been told of yet, by person, the oldest first; of those who can still be told. One query.

    Whoever left no address is told by telephone, or finds it in the cabinet: `notify_by` is the last day.
    """
    with processing(Purpose.REQUESTS, company=company, reason="of which transfers people must be told"):
        untold = Transfer.objects.filter(company=company, sent_at__isnull=False, notified_at=None, state__in=_ARRIVED)
        return tuple(untold.select_related("recipient").order_by("subject_id", "sent_at", "pk"))


def tell_people(*, company: Company, now: datetime) -> Iterator[Letter]:
    """Decides on a letter to everybody who has an address; letter and mark are one transaction."""
    for subject, of_person in groupby(list_untold(company), key=lambda transfer: transfer.subject_id):
        letter = _tell(company, subject, list(of_person)[:MOST_ITEMS], now)
        if letter is not None:
            yield letter


def _tell(company: Company, subject: UUID, transfers: Sequence[Transfer], now: datetime) -> Letter | None:
    with transaction.atomic():
        with processing(Purpose.CONSENT_PROOF, company=company, reason="a person is told of transfers"):
            person = DataSubject.objects.select_related("company").get(pk=subject)
            keys = [transfer.pk for transfer in transfers]
            held = Transfer.objects.select_for_update(of=("self",)).filter(pk__in=keys, notified_at=None)
            if len(held) < len(keys) or not Profile.objects.filter(subject=person, email__isnull=False).exists():
                return None
            site = _find_site(person)
            language = _find_language(person, site)
            Transfer.objects.filter(pk__in=keys).update(notified_at=now)
        return send_letter(
            subject=person,
            purpose=Purpose.REQUESTS,
            template=TEMPLATE,
            context={
                "items": [describe_transfer(transfer, terms_for(company), language) for transfer in transfers],
                "cabinet": build_home(site, language) + CABINET,
            },
            language=language,
            site=site,
            now=now,
        )


def describe_transfer(transfer: Transfer, terms: Terms, language: LanguageCode) -> str:
    """To whom, which categories, for what, where and when, in one line of this language."""
    categories = [one.title.in_language(language) for one in terms.categories if one.key in transfer.categories]
    own = terms.find_purpose(Purpose(transfer.purpose))
    country = load_countries()[transfer.country]
    with translation.override(language):
        return gettext("%(recipient)s, %(country)s. Data: %(data)s. For: %(purpose)s. Sent on %(day)s.") % {
            "recipient": transfer.recipient.name.in_language(language),
            "country": country.in_language(language),
            "data": ", ".join(categories).lower(),
            "purpose": own.title.in_language(language) if own else transfer.purpose,
            "day": formats.date_format(local_day(to_local(transfer.sent_at or transfer.created_at)), "DATE_FORMAT"),
        }


def _find_site(person: DataSubject) -> Site:
    """The site where they came first, or the company's first one where that is no longer."""
    sites = list(person.company.sites.filter(retired_at=None).order_by("place"))
    return next((site for site in sites if site.key == person.site), sites[0])


def _find_language(person: DataSubject, site: Site) -> LanguageCode:
    """The language in which they agreed last, else the site's."""
    return find_languages([person.pk]).get(person.pk) or cast("LanguageCode", site.default_language)
