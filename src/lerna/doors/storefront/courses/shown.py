"""A course, its runs and prices, as the pages show them: states and sums worked out, everything else as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lerna.doors.storefront.courses.words import NO_RUN, WORDS, StateWords
from lerna.kit.localized import LanguageCode
from lerna.kit.money import Money, format_money
from lerna.school.catalogue.models import Course, Offer, Run
from lerna.school.catalogue.prices import build_schedule
from lerna.school.catalogue.queries import RunOffers
from lerna.school.catalogue.states import RunState, find_state

_PREFERRED = [
    RunState.ENROLLING, RunState.OWN_PACE, RunState.JOINABLE, RunState.ANNOUNCED, RunState.FULL, RunState.CLOSED,
    RunState.RUNNING, RunState.FINISHED,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PriceShown:
    """Sums as the language writes them; `payments` is the school's own schedule as (how many, how much)."""

    offer: Offer
    now: str
    old: str
    payments: tuple[tuple[int, str], ...]
    total: str


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run with its state on this day. `left` is how many seats there still are, None where there is no limit."""

    run: Run
    state: RunState
    left: int | None
    prices: tuple[PriceShown, ...]

    @property
    def words(self) -> StateWords:
        """What its state is called."""
        return WORDS[self.state]

    @property
    def is_free(self) -> bool:
        """Whether anybody may join it today and pays nothing."""
        return self.state.is_open and all(price.offer.price == 0 for price in self.prices)


@dataclass(frozen=True, slots=True)
class Shown:
    """A course with its runs; `best` is the one that a visitor can do most with."""

    course: Course
    runs: tuple[RunShown, ...]

    @property
    def best(self) -> RunShown | None:
        """The nearest run of the state that is best for whoever comes now."""
        return min(self.runs, key=lambda run: _PREFERRED.index(run.state), default=None)

    @property
    def words(self) -> StateWords:
        """What the course's own button says."""
        return self.best.words if self.best else NO_RUN

    @property
    def price(self) -> PriceShown | None:
        """The cheapest offer of the best run, else of any."""
        of_best = self.best.prices if self.best else ()
        prices = of_best or tuple(price for run in self.runs for price in run.prices)
        return min(prices, key=lambda price: price.offer.price, default=None)

    @property
    def has_several_prices(self) -> bool:
        """Whether the price is the lowest of several."""
        return len({price.offer.price for run in self.runs for price in run.prices}) > 1


def show_course(
    course: Course, runs: tuple[RunOffers, ...], *, taken: Mapping[int, int], today: date, language: LanguageCode
) -> Shown:
    """The course as it stands today; `taken` is by the run's number how many seats are taken."""
    return Shown(course, tuple(_show_run(each, taken.get(each.run.pk, 0), today, language) for each in runs))


def _show_run(each: RunOffers, taken: int, today: date, language: LanguageCode) -> RunShown:
    return RunShown(
        run=each.run,
        state=find_state(each.run, taken=taken, today=today),
        left=max(each.run.seats - taken, 0) if each.run.seats else None,
        prices=tuple(_show_price(offer, language) for offer in each.offers),
    )


def _show_price(offer: Offer, language: LanguageCode) -> PriceShown:
    def write(sum_: Money) -> str:
        return format_money(sum_, language)

    price, months = offer.price, offer.installment_months
    schedule = build_schedule(price=price, months=months) if months else None
    return PriceShown(
        offer=offer,
        now=write(Money.from_tenge(price)),
        old=write(Money.from_tenge(offer.old_price)) if offer.old_price else "",
        payments=tuple((each.count, write(each.sum)) for each in schedule.payments) if schedule else (),
        total=write(schedule.total) if schedule else "",
    )
