"""Numbers that nobody guesses, and that survive being read aloud and typed on a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.school.learning.certificates.numbers import make_number, read_number


def test_a_number_is_read_as_it_was_made() -> None:
    number = make_number()
    assert read_number(number) == number
    assert number != make_number()


@pytest.mark.parametrize(
    "typed", ["7K3M-9QX4-0VBT", "7k3m 9qx4 ovbt", " 7K3M9QX4OVBT ", "7K3M–9QX4–0VBT", "7k3m_9qx4_0ubt"]
)
def test_however_it_is_typed_it_is_the_same(typed: str) -> None:
    assert read_number(typed) == "7K3M-9QX4-0VBT"


@given(st.text(max_size=40))
def test_what_is_no_number_is_none_and_never_a_fault(typed: str) -> None:
    number = read_number(typed)
    assert number is None or read_number(number) == number
