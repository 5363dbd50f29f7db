"""Permissions as bits of one number on every row: the cheapest thing that row-level security can test."""

from collections.abc import Iterable
from typing import Protocol

from lerna.privacy.policy.purposes import LegalBasis, Purpose, Terms

# Stored in every personal row: a bit is never given to another purpose and never moved. A new purpose takes the next.
BITS: dict[Purpose, int] = {
    Purpose.CONSULTING: 1 << 0,
    Purpose.PERSONAL_OFFERS: 1 << 1,
    Purpose.SITE_QUALITY: 1 << 2,
    Purpose.ADVERTISING_STATISTICS: 1 << 3,
    Purpose.MARKETING: 1 << 4,
    Purpose.AUDIENCE_RESEARCH: 1 << 5,
    Purpose.BANK_CREDIT: 1 << 6,
    Purpose.PAYMENTS: 1 << 7,
    Purpose.LEARNING: 1 << 8,
    Purpose.ACCOUNTING: 1 << 9,
    Purpose.STATE_BODIES: 1 << 10,
    Purpose.SECURITY: 1 << 11,
    Purpose.REQUESTS: 1 << 12,
    Purpose.CONSENT_PROOF: 1 << 13,
}


class _HasPermissions(Protocol):
    permitted: int


def mask_of(purposes: Iterable[Purpose]) -> int:
    """These purposes as one number."""
    mask = 0
    for purpose in purposes:
        mask |= BITS[purpose]
    return mask


def purposes_of(mask: int) -> tuple[Purpose, ...]:
    """The purposes whose bits stand in the number, in their order."""
    return tuple(purpose for purpose, bit in BITS.items() if mask & bit)


def law_mask(terms: Terms) -> int:
    """The purposes that a law orders: they need no consent, and blocking doesn't stop them (clauses 6.5, 7.1-и)."""
    return mask_of(
        purpose.key for purpose in terms.purposes if purpose.basis is LegalBasis.LAW and not purpose.depersonalized_only
    )


def may(subject: _HasPermissions, purpose: Purpose) -> bool:
    """May this person's data be used for this purpose now? Decided on the loaded row, without a query."""
    return bool(subject.permitted & BITS[purpose])
