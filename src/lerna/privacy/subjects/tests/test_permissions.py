"""The bits of permissions: pinned for ever, cheap to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.subjects.discovery import common_terms
from lerna.privacy.subjects.permissions import BITS, law_mask, mask_of, may, purposes_of


class Row:
    def __init__(self, permitted: int) -> None:
        self.permitted = permitted


def test_the_bits_never_change() -> None:
    """Rows hold them: a bit that changed would give a person's permission to another purpose."""
    assert {purpose.value: bit for purpose, bit in BITS.items()} == {
        "consulting": 1,
        "personal-offers": 2,
        "site-quality": 4,
        "advertising-statistics": 8,
        "marketing": 16,
        "audience-research": 32,
        "bank-credit": 64,
        "payments": 128,
        "learning": 256,
        "accounting": 512,
        "state-bodies": 1024,
        "security": 2048,
        "requests": 4096,
        "consent-proof": 8192,
    }


def test_every_purpose_has_a_bit_of_its_own() -> None:
    assert set(BITS) == set(Purpose)
    assert all(bit.bit_count() == 1 and bit < 1 << 63 for bit in BITS.values())
    assert len(set(BITS.values())) == len(BITS)


@given(st.sets(st.sampled_from(Purpose)))
def test_a_mask_gives_its_purposes_back(purposes: set[Purpose]) -> None:
    assert set(purposes_of(mask_of(purposes))) == purposes
    row = Row(mask_of(purposes))
    assert {purpose for purpose in Purpose if may(row, purpose)} == purposes


@pytest.mark.clause("7.1-и")
def test_what_a_law_orders_needs_no_consent() -> None:
    terms = common_terms()
    for purpose in purposes_of(law_mask(terms)):
        found = terms.find_purpose(purpose)
        assert found is not None
        assert found.basis is LegalBasis.LAW
        assert not found.depersonalized_only
