"""What the page of the day shows: numbers of the company and nobody's data; a literal number of queries."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats

from lerna.companies.models import Company
from lerna.doors.desk.incidents.shown import Line, show_line
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.consents.queries import count_withdrawn, forecast_expiry
from lerna.privacy.incidents.queries import list_open as list_incidents
from lerna.privacy.letters.queries import count_failed
from lerna.privacy.lifecycle.clocks import add_months
from lerna.privacy.lifecycle.queries import count_erased
from lerna.privacy.lifecycle.retention import forecast
from lerna.privacy.recipients.disclosures.queries import list_open, list_reviews
from lerna.privacy.recipients.queries import count_unconfirmed
from lerna.privacy.requests.desk.figures import Month, ToDo, count_to_do, read_month
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Kind, Outcome
from lerna.school.feedback.appeals.queries import Waiting, count_waiting

MONTHS = 12  # of a forecast, this one among them


@dataclass(frozen=True, slots=True)
class ShownKind:
    """One kind's month."""

    title: Localized
    received: int
    done: int
    partly: int
    refused: int
    nothing: int


@dataclass(frozen=True, slots=True)
class Day:
    """Everything of the page. Forecasts are (name of a month, count); `share` is in percent of what was answered."""

    to_do: ToDo
    complaints: Waiting
    unconfirmed: int
    unconfirmed_late: int
    disclosures: int
    reviews: int
    failed_letters: int
    incidents: tuple[Line, ...]
    consents: tuple[tuple[str, int], ...]
    retention: tuple[tuple[str, int], ...]
    month: Month
    kinds: tuple[ShownKind, ...]
    share: int | None
    withdrawn: int
    erased: int


def read_day(company: Company, now: datetime) -> Day:
    """The whole page's numbers. The month is the running one."""
    today = clock.local_day(now)
    first = today.replace(day=1)
    since, until = clock.start_of_day(first), clock.start_of_day(add_months(first, 1))
    unconfirmed, late = count_unconfirmed(company, today)
    month = read_month(company, since, until)
    ends = Counter[date]()
    for _purpose, day, count in forecast(company, on=today, months=MONTHS):
        ends[max(day, first)] += count  # what is overdue goes tonight
    consents = dict(forecast_expiry(company, now, clock.start_of_day(add_months(first, MONTHS))))
    return Day(
        to_do=count_to_do(company, now),
        complaints=count_waiting(company, now),
        unconfirmed=unconfirmed,
        unconfirmed_late=late,
        disclosures=len(list_open(company)),
        reviews=len(list_reviews(company, today)),
        failed_letters=count_failed(company),
        incidents=tuple(show_line(one, now) for one in list_incidents(company)),
        consents=_by_month(first, consents),
        retention=_by_month(first, ends),
        month=month,
        kinds=tuple(_show_kinds(month)),
        share=round(100 * month.in_time / month.answered) if month.answered else None,
        withdrawn=count_withdrawn(company, since, until),
        erased=count_erased(company, since, until),
    )


def _by_month(first: date, counts: dict[date, int]) -> tuple[tuple[str, int], ...]:
    """Each month by its name, those with nothing too; none where there is nothing in any."""
    if not any(counts.values()):
        return ()
    days = (add_months(first, place) for place in range(MONTHS))
    return tuple((str(formats.date_format(day, "YEAR_MONTH_FORMAT")), counts.get(day, 0)) for day in days)


def _show_kinds(month: Month) -> Iterator[ShownKind]:
    """The kinds of which anything came or was answered, in the order of the pages."""
    for kind, rules in load_rules().kinds.items():
        outcomes = {outcome: month.outcomes.get((kind, outcome), 0) for outcome in Outcome}
        if month.received.get(kind) or any(outcomes.values()):
            yield ShownKind(
                rules.title,
                month.received.get(Kind(kind), 0),
                outcomes[Outcome.GRANTED],
                outcomes[Outcome.PARTLY],
                outcomes[Outcome.REFUSED],
                outcomes[Outcome.NOTHING],
            )
