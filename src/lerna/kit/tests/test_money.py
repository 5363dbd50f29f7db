from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.kit.money import ZERO, Money, add_up, format_money

sums = st.builds(Money, st.integers(-(10**14), 10**14))
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(sums, weights)
def test_allocating_loses_nothing_and_is_fair_to_a_tiyn(money: Money, shares: list[int]) -> None:
    parts = money.allocate(shares)
    assert add_up(parts) == money
    for part, weight in zip(parts, shares, strict=True):
        assert abs(part.tiyn - Fraction(money.tiyn * weight, sum(shares))) < 1
        assert weight or part == ZERO


@given(sums, st.integers(1, 60))
def test_splitting_gives_parts_that_differ_by_a_tiyn(money: Money, count: int) -> None:
    parts = money.split(count)
    assert len(parts) == count
    assert add_up(parts) == money
    assert max(parts).tiyn - min(parts).tiyn <= 1
    assert [abs(part.tiyn) for part in parts] == sorted((abs(part.tiyn) for part in parts), reverse=True)


@given(sums, sums, st.integers(-100, 100))
def test_arithmetic_is_that_of_whole_tiyn(one: Money, other: Money, times: int) -> None:
    assert (one + other) - other == one
    assert (one * times).tiyn == one.tiyn * times
    assert one + -one == ZERO
    assert (one < other) == (one.tenge < other.tenge)


@given(sums)
def test_tenge_read_back_as_they_are(money: Money) -> None:
    assert Money.from_tenge(money.tenge) == money


@given(sums, st.sampled_from(LANGUAGE_CODES))
def test_a_formatted_sum_never_breaks_and_reads_back(money: Money, language: LanguageCode) -> None:
    text = format_money(money, language)
    assert " " not in text
    plain = text.replace("₸", "").replace("\u2212", "-").replace("\u00a0", "")
    plain = plain.replace(",", "") if language == "en" else plain.replace(",", ".")
    assert Money.from_tenge(Decimal(plain)) == money


@pytest.mark.parametrize(
    ("tiyn", "language", "expected"),
    [
        (125_000_000, "ru", "1\u00a0250\u00a0000\u00a0₸"),
        (125_000_000, "kk", "1\u00a0250\u00a0000\u00a0₸"),
        (125_000_000, "en", "₸1,250,000"),
        (9_950, "ru", "99,50\u00a0₸"),
        (9_905, "en", "₸99.05"),
        (-100, "kk", "\u22121\u00a0₸"),
        (-100_050, "en", "\u2212₸1,000.50"),
        (0, "ru", "0\u00a0₸"),
    ],
)
def test_it_writes_sums_as_each_language_does(tiyn: int, language: LanguageCode, expected: str) -> None:
    assert format_money(Money(tiyn), language) == expected


def test_one_hundred_tenge_in_three() -> None:
    assert [part.tiyn for part in Money(10_000).split(3)] == [3_334, 3_333, 3_333]


def test_an_empty_sum_is_false() -> None:
    assert not ZERO
    assert Money(1)
    assert add_up([]) == ZERO


@pytest.mark.parametrize("value", [1.5, True, "12"])
def test_it_refuses_what_is_not_exact(value: object) -> None:
    with pytest.raises(TypeError):
        Money.from_tenge(value)
    with pytest.raises(TypeError):
        Money(value)


@pytest.mark.parametrize("text", ["0.001", "NaN", "Infinity"])
def test_it_refuses_parts_of_a_tiyn_and_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="sum"):
        Money.from_tenge(Decimal(text))


@pytest.mark.parametrize("shares", [[], [0, 0], [2, -1]])
def test_it_refuses_weights_that_divide_nothing(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        Money(100).allocate(shares)
