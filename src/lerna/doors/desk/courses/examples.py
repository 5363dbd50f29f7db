"""What the editor's buttons put into a lesson."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized

_FILE = Path(__file__).with_name("examples.toml")


@dataclass(frozen=True, slots=True)
class Example:
    """A block to write over."""

    kind: str
    title: Localized
    text: Localized


@cache
def load_examples() -> tuple[Example, ...]:
    """In the order of the buttons; DataFileError where the file is wrong."""
    reader = Reader.load(_FILE)
    found = tuple(
        Example(one.text("kind"), one.localized("title"), one.localized("text")) for one in reader.tables("example")
    )
    reader.done()
    return found
