"""Why personal data are processed, which, and how long: the terms of `policies/terms.toml` as values.

The keys stand here because code names them (`Purpose.MARKETING`); what a lawyer may change stands in the file.
"""

from dataclasses import dataclass
from enum import StrEnum

from lerna.kit.localized import Localized
from lerna.privacy.policy.deadlines import Mark


class Category(StrEnum):
    """A category of personal data (clauses 5.3, 5.4). Biometric and genetic data have none (clause 5.2)."""

    IDENTITY = "identity"
    CONTACT = "contact"
    PAYMENT = "payment"
    PAYER_IIN = "payer-iin"
    APPEALS = "appeals"
    TECHNICAL = "technical"
    LEARNING = "learning"


class Purpose(StrEnum):
    """A purpose of processing (clause 7.1)."""

    CONSULTING = "consulting"
    PERSONAL_OFFERS = "personal-offers"
    SITE_QUALITY = "site-quality"
    ADVERTISING_STATISTICS = "advertising-statistics"
    MARKETING = "marketing"
    AUDIENCE_RESEARCH = "audience-research"
    BANK_CREDIT = "bank-credit"
    PAYMENTS = "payments"
    LEARNING = "learning"
    ACCOUNTING = "accounting"
    STATE_BODIES = "state-bodies"
    SECURITY = "security"
    REQUESTS = "requests"
    CONSENT_PROOF = "consent-proof"


class LegalBasis(StrEnum):
    """What makes processing lawful (GDPR, art. 6(1), points a, b and c)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LAW = "law"


class Event(StrEnum):
    """What a term is counted from, or what ends it before its time."""

    LAST_ACTIVITY = "last-activity"
    CONSENT_GIVEN = "consent-given"
    CONSENT_ENDED = "consent-ended"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    PAYMENT_MADE = "payment-made"
    TAX_PERIOD_STARTED = "tax-period-started"
    REQUEST_CLOSED = "request-closed"
    RECORDED = "recorded"
    ACCOUNT_DELETED = "account-deleted"
    ERASURE_DEMANDED = "erasure-demanded"


class RecipientKind(StrEnum):
    """Who may receive data for a purpose."""

    PAYMENT_SYSTEM = "payment-system"
    PARTNER_BANK = "partner-bank"
    CONTRACTOR = "contractor"
    STATE_BODY = "state-body"


@dataclass(frozen=True, slots=True)
class LawReference:
    """A place in a law, and how well we know that it says so."""

    title: Localized
    mark: Mark


@dataclass(frozen=True, slots=True)
class Retention:
    """Data live this many months from `since`, or until the first of `until`, whichever comes first (clause 8.4 е)."""

    months: int
    since: Event
    until: tuple[Event, ...]
    ordered_by: LawReference | None  # the law that orders to keep the data this long; they're locked for all else


@dataclass(frozen=True, slots=True)
class CategoryTerms:
    """A category of data in words, with the clause that names it."""

    key: Category
    clause: str
    title: Localized
    explanation: Localized


@dataclass(frozen=True, slots=True)
class PurposeTerms:
    """A purpose: what it needs, what permits it, and for how long."""

    key: Purpose
    clause: str  # anchor of the clause, such as `7.1-а`
    title: Localized
    explanation: Localized
    basis: LegalBasis
    law: LawReference | None  # where the basis is a law
    categories: tuple[Category, ...]
    retention: Retention | None  # None only for depersonalized data, which are nobody's
    recipients: tuple[RecipientKind, ...]
    needs_own_consent: bool  # a box of its own in the dialog (clause 4.1; law 94-V, art. 7(6))
    depersonalized_only: bool


@dataclass(frozen=True, slots=True)
class EventWords:
    """An event as the words of a term: "from your last activity", "until you withdraw your consent"."""

    key: Event
    since: Localized | None
    until: Localized | None


@dataclass(frozen=True, slots=True)
class RecipientWords:
    """A kind of recipients in words."""

    key: RecipientKind
    title: Localized


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest term that needs no law to order it (clause 7.3)."""

    clause: str
    months: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that `policies/terms.toml` says, or what a company narrowed it to."""

    limit: Limit
    categories: tuple[CategoryTerms, ...]
    purposes: tuple[PurposeTerms, ...]
    events: tuple[EventWords, ...]
    recipients: tuple[RecipientWords, ...]

    def find_purpose(self, purpose: Purpose) -> PurposeTerms | None:
        """The terms of this purpose, or None where the company has switched it off."""
        return next((terms for terms in self.purposes if terms.key is purpose), None)

    def list_purposes_of(self, clause: str) -> tuple[PurposeTerms, ...]:
        """The purposes that this clause names, such as both of `7.1-а`."""
        return tuple(terms for terms in self.purposes if terms.clause == clause)

    def allows(self, purpose: Purpose, category: Category) -> bool:
        """Whether data of this category may be used for this purpose (clause 8.2 б–д)."""
        terms = self.find_purpose(purpose)
        return terms is not None and category in terms.categories
