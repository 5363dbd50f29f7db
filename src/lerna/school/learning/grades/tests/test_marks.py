"""The final mark against an oracle that tries everything, and the promises that people read from it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.school.blocks.course import GradedPart, Grading
from lerna.school.learning.grades.marks import Earned, Item, compute_standing, round_down

Drawn = tuple[Grading, list[Item], dict[str, Earned]]
GRADING = Grading(
    pass_mark=60,
    parts=(
        GradedPart(key="quizzes", title="Тесты", weight=40, drop_lowest=1),
        GradedPart(key="works", title="Работы", weight=60),
    ),
)
ITEMS = [Item("q1", "quizzes"), Item("q2", "quizzes"), Item("q3", "quizzes"), Item("w1", "works"), Item("w2", "works")]


def of_ten(points: float) -> Earned:
    return Earned(Decimal(str(points)), Decimal(10))


@st.composite
def courses(draw: st.DrawFn) -> Drawn:
    parts = tuple(
        GradedPart(key=f"p{n}", title="…", weight=draw(st.integers(0, 100)), drop_lowest=draw(st.integers(0, 3)))
        for n in range(draw(st.integers(0, 3)))
    )
    items = [Item(f"{part.key}-{n}", part.key) for part in parts for n in range(draw(st.integers(0, 4)))]
    results = {
        item.key: Earned(Decimal(draw(st.integers(0, possible))), Decimal(possible))
        for item in items
        if draw(st.booleans())
        for possible in [draw(st.integers(1, 12))]
    }
    return Grading(pass_mark=draw(st.integers(0, 100)), parts=parts), items, results


def slow_mark(drawn: Drawn, missing: Fraction) -> Fraction:
    """Every way to drop so many results is tried, and the best one for the learner stands."""
    grading, items, results = drawn
    worths: list[tuple[int, Fraction]] = []
    for part in grading.parts:
        shares = [
            results[item.key].share if item.key in results else missing for item in items if item.part == part.key
        ]
        if shares and part.weight:
            count = max(1, len(shares) - part.drop_lowest)
            worths.append((part.weight, max(_mean(kept) for kept in combinations(shares, count))))
    whole = sum(weight for weight, _ in worths)
    return sum((weight * worth for weight, worth in worths), Fraction(0)) / whole if whole else Fraction(0)


def _mean(shares: Sequence[Fraction]) -> Fraction:
    return sum(shares, Fraction(0)) / len(shares)


@given(courses())
def test_mark_and_reachable_are_those_of_the_slow_oracle(drawn: Drawn) -> None:
    standing = compute_standing(*drawn)
    assert standing.mark == slow_mark(drawn, Fraction(0))
    assert standing.reachable == slow_mark(drawn, Fraction(100))
    assert 0 <= standing.mark <= standing.reachable <= 100


@given(courses())
def test_what_is_needed_passes_exactly_and_less_does_not(drawn: Drawn) -> None:
    standing = compute_standing(*drawn)
    if standing.needed is None:
        assert standing.is_passed or not standing.can_pass
        return
    assert 0 < standing.needed <= 100
    assert slow_mark(drawn, standing.needed) == standing.pass_mark
    assert slow_mark(drawn, standing.needed * Fraction(999, 1000)) < standing.pass_mark


@given(courses(), st.integers(0, 100))
def test_one_more_result_never_makes_a_mark_worse(drawn: Drawn, points: int) -> None:
    grading, items, results = drawn
    before = compute_standing(grading, items, results)
    for part in before.parts:
        for key in part.missing:
            after = compute_standing(grading, items, {**results, key: Earned(Decimal(points), Decimal(100))})
            assert before.mark <= after.mark <= after.reachable <= before.reachable


@given(st.fractions(0, 100))
def test_a_mark_is_never_shown_higher_than_it_is(share: Fraction) -> None:
    shown = Fraction(round_down(share))
    assert shown <= share < shown + Fraction(1, 10)


def test_missing_things_count_as_nothing_and_the_worst_one_is_dropped() -> None:
    standing = compute_standing(GRADING, ITEMS, {"q1": of_ten(8), "q2": of_ten(6), "w1": of_ten(10)})
    quizzes, works = standing.parts
    assert (quizzes.worth(), works.worth()) == (70, 50)
    assert (quizzes.dropped, quizzes.missing, works.missing) == ({"q3"}, ("q3",), ("w2",))
    assert (standing.mark, standing.reachable, standing.is_passed) == (58, 96, False)
    assert standing.needed == Fraction(20, 3)  # the second work alone: 0.6 × 0.5 × 6⅔ = 2


def test_a_part_in_which_nothing_stands_leaves_its_weight_to_the_others() -> None:
    standing = compute_standing(GRADING, ITEMS[3:], {"w1": of_ten(7), "w2": of_ten(7)})
    assert [one.part.key for one in standing.parts] == ["works"]
    assert (standing.mark, standing.is_passed) == (70, True)


def test_one_result_counts_even_where_all_could_be_dropped() -> None:
    grading = Grading(pass_mark=50, parts=(GradedPart(key="quizzes", title="Тесты", weight=100, drop_lowest=5),))
    assert compute_standing(grading, ITEMS[:3], {"q1": of_ten(4)}).mark == 40


def test_what_cannot_be_passed_is_said() -> None:
    standing = compute_standing(GRADING, ITEMS, {"w1": of_ten(0), "w2": of_ten(2)})
    assert (standing.reachable, standing.can_pass, standing.needed) == (46, False, None)


@pytest.mark.parametrize("grading", [Grading(), Grading(pass_mark=60)])
def test_a_course_without_marked_parts_is_passed_by_its_lessons(grading: Grading) -> None:
    standing = compute_standing(grading, ITEMS, {})
    assert (standing.is_marked, standing.is_passed, standing.needed) == (False, True, None)


def test_just_under_the_pass_mark_is_shown_under_it() -> None:
    assert str(round_down(Fraction(59_999, 1000))) == "59.9"
