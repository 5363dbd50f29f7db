"""Eight states from days and seats: each is reached, one at a time, and none promises what the run doesn't hold."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.school.catalogue.prices import build_schedule
from lerna.school.catalogue.states import RunState, find_state

TODAY = date(2026, 11, 26)
ORDER = [
    {RunState.ANNOUNCED},
    {RunState.ENROLLING, RunState.OWN_PACE, RunState.JOINABLE, RunState.FULL},
    {RunState.CLOSED, RunState.RUNNING},
    {RunState.FINISHED},
]
days = st.none() | st.dates(date(2026, 10, 1), date(2027, 2, 1))


@dataclass(frozen=True)
class Days:
    starts_on: date | None = None
    ends_on: date | None = None
    enroll_from: date | None = None
    enroll_until: date | None = None
    seats: int = 0


runs = st.builds(Days, days, days, days, days, st.integers(0, 3))


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("run", "taken", "state"),
    [
        (Days(starts_on=day(20), enroll_from=day(1)), 0, RunState.ANNOUNCED),
        (Days(starts_on=day(1), enroll_from=day(0), enroll_until=day(0), seats=2), 1, RunState.ENROLLING),
        (Days(), 900, RunState.OWN_PACE),
        (Days(starts_on=day(0), ends_on=day(0)), 0, RunState.JOINABLE),
        (Days(starts_on=day(9), seats=2), 2, RunState.FULL),
        (Days(starts_on=day(-9), seats=2), 3, RunState.FULL),
        (Days(starts_on=day(9), enroll_until=day(-1), seats=2), 2, RunState.CLOSED),
        (Days(starts_on=day(-9), enroll_until=day(-1)), 0, RunState.RUNNING),
        (Days(starts_on=day(-9), ends_on=day(-1)), 0, RunState.FINISHED),
    ],
)
def test_each_state_is_reached_on_the_very_day(run: Days, taken: int, state: RunState) -> None:
    assert find_state(run, taken=taken, today=TODAY) is state


@given(runs, st.integers(0, 4))
def test_an_open_run_has_a_seat_and_lies_within_its_days(run: Days, taken: int) -> None:
    if find_state(run, taken=taken, today=TODAY).is_open:
        assert run.seats == 0 or taken < run.seats
        assert (run.enroll_from or TODAY) <= TODAY <= (run.enroll_until or TODAY)
        assert (run.ends_on or TODAY) >= TODAY


@given(runs, st.integers(0, 4), st.integers(0, 90))
def test_time_never_leads_back(run: Days, taken: int, later: int) -> None:
    def find_place(today: date) -> int:
        state = find_state(run, taken=taken, today=today)
        return next(place for place, states in enumerate(ORDER) if state in states)

    assert find_place(TODAY) <= find_place(day(later))


@given(runs, st.integers(0, 4))
def test_seats_decide_nothing_but_between_open_and_full(run: Days, taken: int) -> None:
    state, empty = find_state(run, taken=taken, today=TODAY), find_state(run, taken=0, today=TODAY)
    assert state is empty or (state is RunState.FULL and empty.is_open)


@given(st.integers(0, 5_000_000), st.integers(1, 36))
def test_a_schedule_adds_up_to_the_price_in_whole_tenge(price: int, months: int) -> None:
    schedule = build_schedule(price=price, months=months)
    assert schedule.total.tenge == price
    assert sum(each.count for each in schedule.payments) in {months, min(price, months)}
    sums = [each.sum.tiyn for each in schedule.payments]
    assert sums == sorted(sums, reverse=True)
    assert max(sums, default=0) - min(sums, default=0) <= 100
    assert all(each % 100 == 0 for each in sums)
