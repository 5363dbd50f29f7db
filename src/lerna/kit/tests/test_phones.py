import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.phones import PhoneError, format_phone, parse_phone

AIGERIM = "+77011234567"


@pytest.mark.parametrize(
    "text",
    [
        "8 701 123 45 67",
        "+7 701 1234567",
        "7-701-123-45-67",
        "87011234567",
        "701 123-45-67",
        "8 (701) 123 45 67",
        "tel:+77011234567",
        "\u00a0+7\u00a0701\u00a0123\u00a045\u00a067 ",
        "８７０１１２３４５６７",
    ],
)
def test_all_the_ways_people_type_it_are_one_number(text: str) -> None:
    found = parse_phone(text, mobile_only=True)
    assert (found.e164, found.is_mobile, found.is_kazakh) == (AIGERIM, True, True)


@given(
    st.sampled_from(["700", "701", "702", "705", "707", "708", "747", "771", "775", "776", "777", "778"]),
    st.integers(0, 9_999_999),
    st.sampled_from(["8{}{}", "+7{}{}", "7-{}-{}", "8 ({}) {}", "{} {}"]),
)
def test_every_mobile_number_has_one_spelling(code: str, rest: int, shape: str) -> None:
    found = parse_phone(shape.format(code, f"{rest:07d}"), mobile_only=True)
    assert found.e164 == f"+7{code}{rest:07d}"
    assert parse_phone(format_phone(found)) == found


def test_it_writes_numbers_for_reading() -> None:
    assert format_phone(parse_phone("87011234567")) == "+7 701 123 45 67".replace(" ", "\u00a0")
    assert format_phone(parse_phone("8 7172 70 00 00")) == "+7 7172 70 00 00".replace(" ", "\u00a0")


def test_a_free_number_is_kazakh_though_the_plans_list_it_under_russia() -> None:
    assert parse_phone("8 800 080 77 77").is_kazakh


def test_a_foreign_number_passes_only_where_it_may() -> None:
    assert not parse_phone("+7 916 123 45 67", kazakh_only=False).is_kazakh
    assert parse_phone("+1 650 253 0000", kazakh_only=False).e164 == "+16502530000"
    assert format_phone(parse_phone("+1 650 253 0000", kazakh_only=False)) == "+1\u00a0650\u2011253\u20110000"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("+7 916 123 45 67", "Russian number"),
        ("8 916 123 45 67", "Russian number"),
        ("+7 495 123 45 67", "Russian number"),
        ("+1 650 253 0000", "of Kazakhstan"),
        ("8 727 312 00 00", "mobile"),
        ("+7 701 123 45 67 ext. 5", "extension"),
        ("12345", "no such"),
        ("+7 701 123 45", "no such"),
        ("", "isn't a phone number"),
        ("8O7O1 Вера", "isn't a phone number"),
    ],
)
def test_it_says_why_a_number_will_not_do(text: str, words: str) -> None:
    with pytest.raises(PhoneError, match=words):
        parse_phone(text, mobile_only=True)


@given(st.text(max_size=30))
def test_it_answers_anything_typed_with_a_number_or_a_sentence(text: str) -> None:
    try:
        found = parse_phone(text, kazakh_only=False)
    except PhoneError:
        return
    assert found.e164.startswith("+")


def test_it_never_shows_a_whole_number() -> None:
    found = parse_phone("87011234567")
    assert AIGERIM not in f"{found} {found!r}"
    assert str(found) == "••••••••••67"
