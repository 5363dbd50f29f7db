"""The register of the terms of consents: to what, by which version, for how long; counted, so that nobody is named."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min, Q

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.consents.models import Cause, Consent
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, Terms
from lerna.privacy.records.building.days import day_of
from lerna.privacy.records.building.terms import name_purpose, name_term
from lerna.privacy.records.document import Row, enumerate_all, fill, same
from lerna.privacy.records.words import Words
from lerna.privacy.subjects.processing import processing

_WITHDRAWN = Q(ending__cause=Cause.WITHDRAWN)


def list_consent_terms(company: Company, words: Words) -> Iterator[Row]:
    """Each purpose and version that anybody has agreed to. One query."""
    terms = terms_for(company)
    with processing(Purpose.CONSENT_PROOF, company=company, reason="register of the terms of consents"):
        rows = list(
            Consent.objects.values("purpose", "policy__number", "policy__dated_on")
            .annotate(
                given=Count("pk"),
                in_force=Count("pk", filter=Q(ending__isnull=True)),
                withdrawn=Count("pk", filter=_WITHDRAWN),
                ended=Count("pk", filter=Q(ending__isnull=False) & ~_WITHDRAWN),
                first=Min("given_at"),
                last=Max("given_at"),
            )
            .order_by("policy__number", "purpose")
        )
    for row in rows:
        purpose = Purpose(row["purpose"])
        own = terms.find_purpose(purpose)
        version = fill(words.head["version"], number=same(row["policy__number"]), date=day_of(row["policy__dated_on"]))
        yield Row(
            f"{purpose.value}/{row['policy__number']}",
            (
                name_purpose(terms, purpose),
                version,
                name_term(own, words) if own else same("–"),
                _name_third_parties(terms, purpose, words),
                *(same(row[name]) for name in ("given", "in_force", "withdrawn", "ended")),
                day_of(row["first"]),
                day_of(row["last"]),
            ),
        )


def _name_third_parties(terms: Terms, purpose: Purpose, words: Words) -> Localized:
    own = terms.find_purpose(purpose)
    kinds = own.recipients if own else ()
    return enumerate_all((one.title for one in terms.recipients if one.key in kinds), words.words["nobody"])
