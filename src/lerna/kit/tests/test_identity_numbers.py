from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.identity_numbers import (
    BinKind,
    BinType,
    IdentityNumberError,
    find_check_digit,
    mask_number,
    parse_bin,
    parse_iin,
)

KERBEZ = "181040018713"
NEWSKILLS = "210140019844"


def remainder_of(weights: tuple[int, ...], digits: str) -> int:
    return sum(weights[place] * int(digits[place]) for place in range(11)) % 11


@st.composite
def iins(draw: st.DrawFn) -> str:
    mark = draw(st.integers(1, 6))
    first = 1800 + (mark - 1) // 2 * 100
    born = draw(st.dates(date(first, 1, 1), date(first + 99, 12, 31)))
    serial = draw(st.integers(0, 9999).map("{:04d}".format))
    start = f"{born:%y%m%d}{mark}{serial}"
    check = find_check_digit(start)
    if check is None:
        start = start[:-1] + str((int(start[-1]) + 1) % 10)
        check = find_check_digit(start)
    assert check is not None
    return f"{start}{check}"


@st.composite
def bins(draw: st.DrawFn) -> str:
    year, month, serial = draw(st.integers(0, 99)), draw(st.integers(1, 12)), draw(st.integers(0, 99999))
    start = f"{year:02d}{month:02d}{draw(st.integers(4, 6))}{draw(st.integers(0, 3))}{serial:05d}"
    check = find_check_digit(start)
    return f"{start}{check}" if check is not None else KERBEZ


def test_it_accepts_a_bin_of_the_first_round() -> None:
    found = parse_bin(" 1810 4001 8713 ")
    assert (found.digits, found.month) == (KERBEZ, date(2018, 10, 1))
    assert (found.type, found.kind) == (BinType.RESIDENT, BinKind.HEAD)
    assert remainder_of(tuple(range(1, 12)), KERBEZ) == 3


def test_it_accepts_a_bin_of_the_second_round_only() -> None:
    assert parse_bin(NEWSKILLS).month == date(2021, 1, 1)
    assert remainder_of(tuple(range(1, 12)), NEWSKILLS) == 10
    assert remainder_of((3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2), NEWSKILLS) == 4


def test_it_reads_an_old_registration_as_of_the_last_century() -> None:
    start = "99124000001"
    assert parse_bin(f"{start}{find_check_digit(start)}").month == date(1999, 12, 1)


@given(iins())
def test_it_accepts_every_well_formed_iin(digits: str) -> None:
    found = parse_iin(digits)
    assert found.dated is not None
    assert f"{found.dated:%y%m%d}" == digits[:6]
    assert found.sex == ("male" if int(digits[6]) % 2 else "female")


@given(bins())
def test_it_accepts_every_well_formed_bin(digits: str) -> None:
    assert str(parse_bin(digits)) == parse_bin(digits).digits == digits


@given(st.one_of(iins(), bins()), st.integers(0, 11), st.integers(1, 9))
def test_it_finds_every_single_wrong_digit_but_the_documented_ones(digits: str, place: int, step: int) -> None:
    wrong = str((int(digits[place]) + step) % 10)
    changed = digits[:place] + wrong + digits[place + 1 :]
    first = tuple(range(1, 12))
    documented = place == 10 or 10 in {remainder_of(first, digits), remainder_of(first, changed)}
    if find_check_digit(changed) == int(changed[-1]):
        assert documented
    elif int(digits[4]) >= 4:
        with pytest.raises(IdentityNumberError):
            parse_bin(changed)
    else:
        with pytest.raises(IdentityNumberError):
            parse_iin(changed)


@given(st.text(max_size=14))
def test_it_answers_anything_typed_with_a_number_or_a_sentence(text: str) -> None:
    for parse in (parse_iin, parse_bin):
        try:
            found = parse(text)
        except IdentityNumberError:
            continue
        assert found.digits in text.replace(" ", "").replace("-", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "12 digits"),
        ("18104001871", "12 digits"),
        ("18104001871X", "12 digits"),
        ("١٨١٠٤٠٠١٨٧١٣", "12 digits"),
        ("181340018713", "month"),
        ("181030018713", "fifth"),
        ("181044018713", "sixth"),
        ("181040018714", "mistyped"),
    ],
)
def test_it_says_what_is_wrong_with_a_bin(text: str, words: str) -> None:
    with pytest.raises(IdentityNumberError, match=words):
        parse_bin(text)


@pytest.mark.parametrize(
    ("text", "words"), [("990230300012", "no such day"), ("990101700012", "seventh"), ("990101300010", "mistyped")]
)
def test_it_says_what_is_wrong_with_an_iin(text: str, words: str) -> None:
    with pytest.raises(IdentityNumberError, match=words) as caught:
        parse_iin(text)
    assert text not in str(caught.value)


def test_an_iin_without_a_century_tells_neither_day_nor_sex() -> None:
    start = "96022900001"
    found = parse_iin(f"{start}{find_check_digit(start)}")
    assert (found.dated, found.sex) == (None, None)


@given(iins())
def test_it_never_shows_a_whole_iin(digits: str) -> None:
    found = parse_iin(digits)
    assert digits not in f"{found} {found!r}"
    assert str(found) == "•" * 8 + digits[-4:] == mask_number(digits)


def test_a_beginning_that_fails_both_rounds_is_no_number() -> None:
    starts = (f"1810400{serial:04d}" for serial in range(10_000))
    start = next(start for start in starts if find_check_digit(start) is None)
    for last in range(10):
        with pytest.raises(IdentityNumberError, match="mistyped"):
            parse_bin(f"{start}{last}")
