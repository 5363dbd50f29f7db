"""A letter before a term passes: what goes, when, and how to keep it (clause 7.3). One for each purpose and person."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import connection, transaction

from lerna.companies.models import Company, Site
from lerna.kit.clock import local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.queries import find_languages
from lerna.privacy.letters.datamap import WRITERS
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.lifecycle.clocks import add_months
from lerna.privacy.lifecycle.retention import latest_activity
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose, PurposeTerms
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import BITS
from lerna.privacy.subjects.processing import processing

TEMPLATE = "retention-warning"
CABINET = "account/"
MOST = 5000  # letters of one night and purpose; the rest follows, while there are days left

_SOON = """
select id, subject, last_on from lifecycle_clock
where company_id = %s and bit = %s and ended_on is null and warned_on is null and last_on <= %s
order by last_on, id limit %s
"""


def warn_people(*, company: Company, now: datetime) -> Iterator[Letter]:
    """Decides on a letter to everybody whose term passes within the days that `policies/lifecycle.toml` gives.

    Each letter and its mark are one transaction: killed in between, nobody is told twice. A letter goes for the very
    purpose that ends; where that has no use for addresses, nobody can be written to for it.
    """
    today = local_day(now)
    for terms in terms_for(company).purposes:
        if terms.key in WRITERS and terms.basis is not LegalBasis.LAW and terms.retention:
            yield from _warn_for(company, terms, today, now)


def _warn_for(company: Company, terms: PurposeTerms, today: date, now: datetime) -> Iterator[Letter]:
    soon = latest_activity(terms, today + timedelta(days=read_times().warning_days))
    with connection.cursor() as cursor:
        cursor.execute(_SOON, [company.pk, BITS[terms.key], soon, MOST])
        clocks = cursor.fetchall()
    sites = {site.key: site for site in company.sites.order_by("place")}
    for clock, subject, last_on in clocks:
        months = terms.retention.months if terms.retention else 0
        with transaction.atomic():
            letter = _warn(company, terms, subject, add_months(last_on, months), sites, now)
            with connection.cursor() as cursor:
                cursor.execute("update lifecycle_clock set warned_on = %s where id = %s", [today, clock])
        if letter is not None:
            yield letter


def _warn(  # noqa: PLR0913, PLR0917 -- what a letter is made of
    company: Company, terms: PurposeTerms, subject: UUID, ends_on: date, sites: dict[str, Site], now: datetime
) -> Letter | None:
    """None for a person whom the purpose doesn't see: blocked, or gone meanwhile."""
    with processing(terms.key, company=company, reason="the term of data passes soon"):
        person = DataSubject.objects.filter(pk=subject).first()
    if person is None:
        return None
    with processing(Purpose.CONSENT_PROOF, company=company, reason="in which language to write"):
        spoken = find_languages([subject]).get(subject)
    site = sites.get(person.site) or next(iter(sites.values()))
    language = spoken or cast(LanguageCode, site.default_language)  # one of the three, by the loader's check
    return send_letter(
        subject=person,
        purpose=terms.key,
        template=TEMPLATE,
        context={
            "ends_on": ends_on,
            "what": [terms.title.in_language(language)],
            "cabinet": build_home(site, language) + CABINET,
        },
        language=language,
        site=site,
        now=now,
    )
