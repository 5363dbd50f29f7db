"""The search finds what it looks for: each spelling hidden in a haystack is found, and an innocent one isn't."""

import base64
import gzip

import pytest

from spellings import find_spelled, list_spellings

PEOPLE = ("Құралай", "Семипалатинская", "quralay@example.kz", "+77015550199", "850312400123")
INNOCENT = gzip.compress(bytes(range(256)) * 200) + "Қазақстан Республикасы, info@lerna.kz, +77272588888".encode()


@pytest.mark.parametrize("value", PEOPLE)
def test_each_spelling_is_found_and_nothing_where_nothing_is(value: str) -> None:
    assert find_spelled(PEOPLE, INNOCENT) == []
    for needle, name in list_spellings(value).items():
        assert find_spelled((value,), b"before" + needle + b"after"), name


@pytest.mark.parametrize("before", range(6))
def test_a_value_within_an_encoded_text_is_found_wherever_it_begins(before: int) -> None:
    text = ("x" * before + "Семипалатинская, Алматы").encode()
    assert find_spelled(("Семипалатинская",), base64.b64encode(text))
    assert find_spelled(("Семипалатинская",), text.hex().upper().encode())


def test_a_phone_is_found_as_people_write_it() -> None:
    for written in ("8 701 555 01 99", "+7 (701) 555-01-99", "7701555 0199".replace(" ", "")):
        assert find_spelled(("+77015550199",), written.encode()), written
