"""A sealed value opens in its place with its key, and nowhere else."""

from dataclasses import replace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from lerna.privacy.subjects.crypto.envelope import Place, SealError, seal, unseal, unwrap_key, wrap_key

KEYS = st.binary(min_size=32, max_size=32)
WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
PLACES = st.builds(
    Place,
    company=st.integers(1, 1 << 62),
    table=WORDS,
    column=WORDS,
    subject=st.uuids(),
    row=st.uuids().map(str),
)
HERE = Place(1, "subjects_profile", "name", UUID(int=1), str(UUID(int=2)))
KEY = bytes(range(32))


@given(WORDS, KEYS, PLACES)
def test_what_is_sealed_opens_again(text: str, key: bytes, place: Place) -> None:
    sealed = seal(text, key=key, place=place)
    assert unseal(sealed, key=key, place=place) == text
    assert len(text.encode()) < 4 or text.encode() not in sealed
    assert seal(text, key=key, place=place) != sealed, "the same value never looks the same"


@given(PLACES, PLACES)
def test_two_places_never_encode_alike(one: Place, other: Place) -> None:
    assert (one.encode() == other.encode()) == (one == other)


@pytest.mark.parametrize(
    "place",
    [
        replace(HERE, company=2),
        replace(HERE, table="leads_lead"),
        replace(HERE, column="surname"),
        replace(HERE, subject=UUID(int=3)),
        replace(HERE, row=str(UUID(int=3))),
        replace(HERE, table="subjects_profil", column="ename"),
    ],
)
def test_a_value_moved_elsewhere_does_not_open(place: Place) -> None:
    sealed = seal("Айгерім", key=KEY, place=HERE)
    with pytest.raises(SealError) as caught:
        unseal(sealed, key=KEY, place=place)
    assert "Айгерім" not in str(caught.value)


@given(st.data())
def test_a_changed_byte_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(seal("Айгерім", key=KEY, place=HERE))
    index = data.draw(st.integers(0, len(sealed) - 1))
    sealed[index] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        unseal(bytes(sealed), key=KEY, place=HERE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"plain text that nobody ever sealed at all", bytes(29)])
def test_what_is_no_sealed_value_is_an_error_and_never_a_text(sealed: bytes) -> None:
    with pytest.raises(SealError):
        unseal(sealed, key=KEY, place=HERE)


def test_the_format_is_aes_256_gcm() -> None:
    """Opened here by the library alone, so that the format can be read without this code."""
    sealed = seal("Айгерім", key=KEY, place=HERE)
    assert sealed[0] == 1
    opened = AESGCM(KEY).decrypt(sealed[1:13], sealed[13:], HERE.encode())
    assert opened.decode() == "Айгерім"


@given(KEYS, KEYS, st.uuids())
def test_a_wrapped_key_opens_for_its_person_and_company_alone(
    data_key: bytes, company_key: bytes, subject: UUID
) -> None:
    wrapped = wrap_key(data_key, wrapping_key=company_key, company=1, subject=subject)
    assert unwrap_key(wrapped, wrapping_key=company_key, company=1, subject=subject) == data_key
    assert len(wrapped) == 60
    for company, person, key in ((2, subject, company_key), (1, UUID(int=7), company_key), (1, subject, bytes(32))):
        if (person, key) != (subject, company_key) or company == 2:
            with pytest.raises(SealError):
                unwrap_key(wrapped, wrapping_key=key, company=company, subject=person)
