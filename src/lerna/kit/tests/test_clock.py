from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit import clock

moments = st.datetimes(datetime(2024, 3, 2), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st adds it


def test_now_is_aware_and_local() -> None:
    assert clock.now().utcoffset() == timedelta(hours=5)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_this_machine_knows_of_the_zone() -> None:
    assert clock.is_zone_current()


def test_a_day_begins_at_seven_in_the_evening_of_greenwich() -> None:
    assert clock.local_day(datetime(2026, 11, 20, 18, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert clock.local_day(datetime(2026, 11, 20, 19, 0, tzinfo=UTC)) == date(2026, 11, 21)


@given(moments)
def test_each_moment_is_within_its_own_day(moment: datetime) -> None:
    day = clock.local_day(moment)
    assert clock.start_of_day(day) <= moment < clock.end_of_day(day)
    assert clock.end_of_day(day) - clock.start_of_day(day) == timedelta(hours=24)
    assert clock.last_day_before(clock.end_of_day(day)) == day


def test_hours_are_real_hours_where_the_clock_was_turned_back() -> None:
    before = clock.start_of_day(date(2024, 2, 29)).replace(hour=12)
    after = clock.add_hours(before, 24)
    assert (after - before.astimezone(UTC), after.hour) == (timedelta(hours=24), 11)


def test_it_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.to_local(datetime(2026, 11, 21))  # noqa: DTZ001 - the mistake under test
