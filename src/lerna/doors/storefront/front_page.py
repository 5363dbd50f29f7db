"""What a front page says: words from `content/<site key>.toml`, and of what can be learned, what the catalogue has."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from django.utils.text import slugify

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.school.catalogue import models as catalogue

CONTENT = Path(__file__).parent / "content"
Level = Literal["beginner", "experienced"]
LONGEST_COURSE = 24  # months; more is a slip of the pen


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and what stands under it: a step of study, a question and its answer, the call to apply."""

    title: Localized
    text: Localized


@dataclass(frozen=True, slots=True)
class Direction:
    """What one can learn. `months` is how long it takes."""

    title: Localized
    text: Localized
    months: int
    level: Level

    @property
    def key(self) -> str:
        """The direction's name in an application, of small Latin letters and hyphens."""
        return slugify(self.title.en)

    @property
    def ticks(self) -> range:
        """One for each month, for the drawing."""
        return range(self.months)


@dataclass(frozen=True, slots=True)
class Review:
    """What an invented person says."""

    text: Localized
    name: Localized
    about: Localized


@dataclass(frozen=True, slots=True)
class FrontPage:
    """All that a front page says in its own words."""

    heading: Localized
    lead: Localized
    directions: tuple[Direction, ...]
    steps: tuple[Passage, ...]
    reviews: tuple[Review, ...]
    questions: tuple[Passage, ...]
    invitation: Passage


@dataclass(frozen=True, slots=True)
class ShownDirection:
    """A direction as the page draws it: with `courses`, and then `key` leads to them, or as the words announce it."""

    title: Localized
    text: Localized | None
    announced: Direction | None
    key: str = ""
    courses: int = 0


def join_directions(page: FrontPage | None, taught: Sequence[catalogue.Direction]) -> tuple[ShownDirection, ...]:
    """What the site teaches, in the words that the page has for it; where it has no course yet, what it announces.

    `taught` are `catalogue.queries.list_directions`.
    """
    announced = page.directions if page else ()
    if not taught:
        return tuple(ShownDirection(each.title, each.text, each) for each in announced)
    texts = {each.title.ru: each.text for each in announced}
    return tuple(
        ShownDirection(
            title=each.title,
            text=texts.get(each.title.ru),
            announced=None,
            key=each.key,
            courses=each.count,  # type: ignore[attr-defined]  # annotated by the query
        )
        for each in taught
    )


@cache
def load_front_page(key: str) -> FrontPage | None:
    """The front page of the site with this key; None where nobody wrote one. DataFileError where the file is wrong.

    Read once by each process: the file changes only with the program itself.
    """
    path = CONTENT / f"{key}.toml"
    return read_front_page(path) if path.is_file() else None


def read_front_page(path: Path) -> FrontPage:
    """The front page that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    hero, invitation = reader.table("hero"), reader.table("invitation")
    page = FrontPage(
        heading=hero.localized("heading"),
        lead=hero.localized("lead"),
        directions=tuple(map(_read_direction, reader.tables("direction"))),
        steps=tuple(map(_read_passage, reader.tables("step"))),
        reviews=tuple(map(_read_review, reader.tables("review"))),
        questions=tuple(map(_read_passage, reader.tables("question"))),
        invitation=Passage(title=invitation.localized("heading"), text=invitation.localized("text")),
    )
    reader.done()
    return page


def _read_passage(reader: Reader) -> Passage:
    return Passage(title=reader.localized("title"), text=reader.localized("text"))


def _read_direction(reader: Reader) -> Direction:
    return Direction(
        title=reader.localized("title"),
        text=reader.localized("text"),
        months=reader.integer("months", minimum=1, maximum=LONGEST_COURSE),
        level=reader.choice("level", get_args(Level)),
    )


def _read_review(reader: Reader) -> Review:
    return Review(text=reader.localized("text"), name=reader.localized("name"), about=reader.localized("about"))
