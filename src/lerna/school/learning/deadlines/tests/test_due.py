"""Until when a work may come: by the section's opening, or as a curator extended it."""

from datetime import date

from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.deadlines.due import count_due


def test_a_last_day_comes_from_the_sections_opening_and_an_extension_only_moves_it_on() -> None:
    opened_on = date(2026, 12, 7)
    work, free = (Assignment(key="w", title="…", task="…", due_days=days) for days in (7, 0))
    assert count_due(work, opened_on) == date(2026, 12, 14)
    assert count_due(work, opened_on, date(2026, 12, 20)) == date(2026, 12, 20)
    assert count_due(work, opened_on, date(2026, 12, 10)) == date(2026, 12, 14)
    assert count_due(free, opened_on) is None
    assert count_due(free, opened_on, date(2026, 12, 20)) == date(2026, 12, 20)
