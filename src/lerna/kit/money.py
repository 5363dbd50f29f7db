"""Sums in tenge, exact: whole tiyn inside, no floats anywhere, nothing lost when a sum is divided."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from lerna.kit.localized import LanguageCode

TIYN_IN_TENGE = 100
CURRENCY = "KZT"  # ISO 4217
SIGN = "₸"

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """A sum in whole tiyn; may be negative, as a refund is."""

    tiyn: int

    def __post_init__(self) -> None:
        if type(self.tiyn) is not int:
            raise TypeError("A sum is a whole number of tiyn.")

    @classmethod
    def from_tenge(cls, tenge: Decimal | int) -> Self:
        """The sum of so many tenge; TypeError for a float, ValueError for a part of a tiyn or no number at all."""
        if isinstance(tenge, bool) or not isinstance(tenge, Decimal | int):
            raise TypeError("Tenge are given as Decimal or int; a float is not exact.")
        if not Decimal(tenge).is_finite():
            raise ValueError("A sum is a finite number.")
        whole, rest = divmod(tenge * TIYN_IN_TENGE, 1)
        if rest:
            raise ValueError("A sum has no parts of a tiyn.")
        return cls(int(whole))

    @property
    def tenge(self) -> Decimal:
        """The sum in tenge, with two decimal places."""
        return Decimal(self.tiyn).scaleb(-2)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.tiyn + other.tiyn)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.tiyn - other.tiyn)

    def __neg__(self) -> "Money":
        return Money(-self.tiyn)

    def __mul__(self, times: int) -> "Money":
        return Money(self.tiyn * times)

    def __bool__(self) -> bool:
        return bool(self.tiyn)

    def split(self, parts: int) -> "tuple[Money, ...]":
        """So many parts that differ by one tiyn at most, the larger first; ValueError for less than one part."""
        return self.allocate((1,) * parts)

    def allocate(self, weights: Sequence[int]) -> "tuple[Money, ...]":
        """Parts in proportion to the weights, in their order, that add up to the sum exactly.

        Each is its exact share rounded down or up to a tiyn; tiyn left over go to the largest remainders, the earlier
        first. ValueError for no weights, a negative one, or nothing but zeros.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("Weights are zero or more, and not all of them zero.")
        sign = -1 if self.tiyn < 0 else 1
        shares = [divmod(abs(self.tiyn) * weight, total) for weight in weights]
        left = abs(self.tiyn) - sum(share for share, _ in shares)
        luckiest = sorted(range(len(shares)), key=lambda place: -shares[place][1])[:left]
        return tuple(Money(sign * (share + (place in luckiest))) for place, (share, _) in enumerate(shares))


ZERO = Money(0)


def add_up(sums: Sequence[Money]) -> Money:
    """The total; zero tenge for none."""
    return Money(sum(each.tiyn for each in sums))


def format_money(money: Money, language: LanguageCode) -> str:
    """The sum as the language writes it (CLDR), never broken over two lines; tiyn only where there are any.

    `1 250 000 ₸` and `99,50 ₸` in Russian and Kazakh, `₸1,250,000` and `₸99.50` in English.
    """
    whole, rest = divmod(abs(money.tiyn), TIYN_IN_TENGE)
    minus = _MINUS if money.tiyn < 0 else ""
    if language == "en":
        return f"{minus}{SIGN}{whole:,}" + (f".{rest:02d}" if rest else "")
    grouped = f"{whole:,}".replace(",", _NO_BREAK_SPACE) + (f",{rest:02d}" if rest else "")
    return f"{minus}{grouped}{_NO_BREAK_SPACE}{SIGN}"
