"""A cover for a course that has none: eight pieces of the brand's pattern, laid by the course's key, always alike."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.contrib.staticfiles import finders
from django.templatetags.static import static

SIDE = 80  # units of the drawing
COLUMNS, ROWS = 4, 2
MOTIFS = 6
SHADES = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One square: where it lies, which motif, in which colors, turned how far (degrees)."""

    x: int
    y: int
    motif: int
    shade: int
    turn: int

    @property
    def turned(self) -> str:
        """The turn as SVG writes it, around the square's own middle."""
        return f"rotate({self.turn} {self.x + SIDE // 2} {self.y + SIDE // 2})"


@cache
def lay_cover(key: str) -> tuple[Piece, ...]:
    """The pieces for this key; neighbors never have the same colors."""
    seed = sha256(key.encode()).digest()
    pieces: list[Piece] = []
    for number in range(COLUMNS * ROWS):
        column, row = number % COLUMNS, number // COLUMNS
        value = seed[number]
        shade = (column + 2 * row + seed[-1] + value % 2 * 2) % SHADES
        if pieces and column and pieces[-1].shade == shade:
            shade = (shade + 1) % SHADES
        pieces.append(Piece(column * SIDE, row * SIDE, value // 2 % MOTIFS, shade, value // 16 % 4 * 90))
    return tuple(pieces)


@cache
def find_motifs(site_key: str) -> str:
    """Address of the drawing with the brand's motifs, of a plain one where the brand has none."""
    path = f"storefront/covers/{site_key}.svg"
    return static(path if finders.find(path) else "storefront/covers/plain.svg")
