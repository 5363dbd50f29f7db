"""Passwords made of what everybody knows of a person."""

import pytest

from lerna.accounts.passwords import is_their_own

WORDS = ("aigerim.s@example.kz", "Айгерім", "Сәрсенова", "Lerna")
PHONE = "+77011234567"


@pytest.mark.clause("8.3")
@pytest.mark.parametrize(
    "password",
    [
        "aigerim.s@example.kz", "AIGERIM.S2001", "Айгерім-2001", "СәрсеноваАйгерім", "lerna12345", "lernalerna",
        "87011234567", "+7 701 123 45 67",
    ],
)  # fmt: skip
def test_what_everybody_knows_is_no_password(password: str) -> None:
    assert is_their_own(password, words=WORDS, phone=PHONE)


@pytest.mark.parametrize("password", ["Айгерім тауды сүйеді", "Алматыда алма піседі", "8701123456x", "0123498765"])
def test_a_phrase_may_hold_ones_name(password: str) -> None:
    assert not is_their_own(password, words=WORDS, phone=PHONE)


def test_who_stated_nothing_has_nothing_of_their_own() -> None:
    assert not is_their_own("1234509876", words=("", ""))
