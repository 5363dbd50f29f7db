import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.emails import EmailError, parse_email


def test_it_keeps_the_spelling_for_letters_and_folds_it_for_comparing() -> None:
    found = parse_email("  Aigerim.B@Mail.KZ\n")
    assert (found.address, found.key) == ("Aigerim.B@mail.kz", "aigerim.b@mail.kz")


def test_a_domain_in_cyrillic_has_one_spelling() -> None:
    assert parse_email("vera@Почта.қаз").key == parse_email("vera@почта.қаз").key
    assert parse_email("vera@почта.қаз").address.startswith("vera@xn--")


@given(st.emails())
def test_parsing_again_changes_nothing(text: str) -> None:
    try:
        found = parse_email(text)
    except EmailError:
        return  # RFC 5322 allows more than letters reach, such as a one-label host
    assert parse_email(found.address) == found
    assert parse_email(text.upper()).key == found.key


@given(st.text(max_size=40))
def test_it_answers_anything_typed_with_an_address_or_a_sentence(text: str) -> None:
    try:
        found = parse_email(text)
    except EmailError:
        return
    assert "@" in found.address


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "isn't an e-mail address"),
        ("aigerim", "isn't an e-mail address"),
        ("e-distant", "isn't an e-mail address"),
        ("vera@localhost", "isn't an e-mail address"),
        ("vera@mail..kz", "isn't an e-mail address"),
        (f"vera@{'қ' * 60}.kz", "isn't an e-mail address"),  # longer than 63 once encoded
        ("info@ e-distant.kz", "space inside"),
        ("a@b.kz\r\nBcc: mallory@example.com", "space inside"),
        (f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.kz", "e-mail address"),
    ],
)
def test_it_says_why_an_address_will_not_do(text: str, words: str) -> None:
    with pytest.raises(EmailError, match=words):
        parse_email(text)


def test_it_never_shows_the_local_part() -> None:
    found = parse_email("aigerim@mail.kz")
    assert "aigerim" not in f"{found} {found!r}"
    assert str(found) == "a•••@mail.kz"
