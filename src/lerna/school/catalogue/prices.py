"""What an offer really costs: the school's own installment schedule, as the sums that will be asked for."""

from dataclasses import dataclass
from itertools import groupby

from lerna.kit.money import Money, add_up


@dataclass(frozen=True, slots=True)
class Payments:
    """So many equal payments in a row."""

    count: int
    sum: Money


@dataclass(frozen=True, slots=True)
class Schedule:
    """A payment a month, without interest."""

    months: int
    payments: tuple[Payments, ...]

    @property
    def total(self) -> Money:
        """All of it; the price itself."""
        return add_up([each.sum * each.count for each in self.payments])


def build_schedule(*, price: int, months: int) -> Schedule:
    """The price in whole tenge, split over so many months in whole tenge, the larger payments first."""
    parts, rest = divmod(price, months)
    sums = [parts + 1] * rest + [parts] * (months - rest)
    payments = tuple(
        Payments(count=len(list(equal)), sum=Money.from_tenge(tenge)) for tenge, equal in groupby(sums) if tenge
    )
    return Schedule(months, payments)
