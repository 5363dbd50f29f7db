"""Blind indexes: any spelling finds the value, nothing reads it, no two columns or companies compare."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.privacy.subjects.crypto import blind
from lerna.privacy.subjects.crypto.providers import key_provider


@pytest.fixture(autouse=True)
def _keys(_own_folder: Path | None) -> None:
    for slug in ("newskills", "kerbez-agy"):
        key_provider().make(slug)


def test_one_value_is_the_same_each_time_and_another_is_not() -> None:
    first = blind.blind("a@example.kz", slug="newskills", column="t.email")
    assert first == blind.blind("a@example.kz", slug="newskills", column="t.email")
    assert len(first) == 32
    assert first != blind.blind("b@example.kz", slug="newskills", column="t.email")


def test_columns_and_companies_cannot_be_compared() -> None:
    hashes = {
        blind.blind("a@example.kz", slug=slug, column=column)
        for slug in ("newskills", "kerbez-agy")
        for column in ("t.email", "t.phone")
    }
    assert len(hashes) == 4


@pytest.mark.parametrize("text", ["Aigerim@Example.KZ", " aigerim@example.kz ", "aigerim@EXAMPLE.kz"])
def test_an_address_has_one_spelling(text: str) -> None:
    assert blind.email_key(text) == ("aigerim@example.kz",)


@pytest.mark.parametrize("text", ["8 701 123 45 67", "+7 (701) 123-45-67", "77011234567", "701 123 4567"])
def test_a_number_has_one_spelling(text: str) -> None:
    assert blind.phone_key(text) == ("+77011234567",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Айгерім  СӘРСЕНОВА", ("айгерім", "сәрсенова")),
        ("Семёнов-Алёшин", ("семенов", "алешин")),
        ("Қ. Өмірбек Ұлы", ("қ", "өмірбек", "ұлы")),
        ("Борис борис", ("борис",)),
        ("  ", ()),
        ("42", ()),
    ],
)
def test_a_name_falls_into_words(text: str, words: tuple[str, ...]) -> None:
    assert blind.name_tokens(text) == words


@pytest.mark.parametrize("normalize", [blind.email_key, blind.phone_key, blind.iin_key])
@given(text=st.text(max_size=40))
def test_whatever_is_typed_has_at_most_one_spelling_and_raises_nothing(normalize: blind.Normalize, text: str) -> None:
    assert len(normalize(text)) <= 1


def test_an_iin_is_its_digits() -> None:
    assert blind.iin_key("000101-5000-08 ") in {(), ("000101500008",)}
    assert blind.iin_key("no number") == ()
