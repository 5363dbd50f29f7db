"""Statistics from what was counted, without the groups in which somebody might know themselves (clause 7.1-в)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lerna.companies.models import Company
from lerna.privacy.lifecycle.models import Tally
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose

Key = tuple[tuple[str, str], ...]


class NoStatisticsError(Exception):
    """There are no such statistics; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many rows said the same."""

    said: Mapping[str, str]
    rows: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The groups that may be shown, the largest first, and how much was suppressed because it was rare."""

    groups: tuple[Group, ...]
    suppressed_groups: int
    suppressed_rows: int
    smallest_group: int


def read_statistics(
    company: Company, *, source: str, by: Sequence[str], since: date | None = None, until: date | None = None
) -> Statistics:
    """What was counted of one table (`leads_lead`), by some of its columns; `month` is one of them. One query.

    `since` and `until` are days of which the whole month counts. NoStatisticsError where the company has switched the
    purpose off, and for a column that nobody counts.
    """
    if terms_for(company).find_purpose(Purpose.ADVERTISING_STATISTICS) is None:
        raise NoStatisticsError(f"{company.slug} has switched the statistics off in its terms.")
    rows = Tally.objects.filter(company=company, source=source)
    if since:
        rows = rows.filter(month__gte=since.replace(day=1))
    if until:
        rows = rows.filter(month__lte=until)
    counts: Counter[Key] = Counter()
    for month, combination, count in rows.values_list("month", "combination", "count"):
        said = combination | {"month": f"{month:%Y-%m}"}
        if missing := [name for name in by if name not in said]:
            raise NoStatisticsError(f"{source} isn't counted by {', '.join(missing)}.")
        counts[tuple((name, str(said[name])) for name in by)] += count
    return suppress_rare(counts, read_times().smallest_group)


def suppress_rare(counts: Mapping[Key, int], smallest_group: int) -> Statistics:
    """Leaves out each group that is too small; and where all of these together still are, the next smallest too.

    Else whoever knows the whole would find the one that is missing by subtraction.
    """
    rest = sorted(counts.items(), key=lambda item: (item[1], item[0]))
    groups = rows = 0
    while rest and (rest[0][1] < smallest_group or 0 < rows < smallest_group):
        groups, rows = groups + 1, rows + rest.pop(0)[1]
    shown = tuple(Group(dict(said), count) for said, count in reversed(rest))
    return Statistics(shown, groups, rows, smallest_group)
