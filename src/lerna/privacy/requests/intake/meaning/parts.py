"""What the sender wrote, apart from what others wrote before, and from the lines below it."""

import re
from dataclasses import dataclass, field

from lerna.privacy.requests.intake.meaning.words import IntakeWords

_QUOTED = re.compile(r"^\s*(?:>|\|\s)")
_LONGEST_ATTRIBUTION = 3  # lines that a program's “On … wrote:” may be broken into


@dataclass(frozen=True, slots=True)
class Parts:
    """`own` are the sender's words, `foot` the signature below; `forwards` where somebody else's letter follows."""

    own: str = field(repr=False)
    foot: str = field(repr=False)
    forwards: bool = False


def split_parts(text: str, words: IntakeWords) -> Parts:
    """Cuts off history and signature. An answer written below a quote is kept."""
    own: list[str] = []
    lines = text.split("\n")
    forwards = False
    for at, line in enumerate(lines):
        if _QUOTED.match(line):
            continue
        joined = " ".join(lines[at : at + _LONGEST_ATTRIBUTION])
        if words.forwards.match(line):
            forwards = True
            break
        if words.history.match(line) or (words.history.match(joined) and not _follows_own(lines, at)):
            if _follows_own(lines, at):
                continue
            break
        own.append(line)
    return Parts(*_split_foot("\n".join(own).strip(), words), forwards)


def _follows_own(lines: list[str], at: int) -> bool:
    """Whether, below the attribution, quoted lines are followed by unquoted ones: an answer beneath."""
    rest = [line for line in lines[at + 1 :] if line.strip()]
    marked = [bool(_QUOTED.match(line)) for line in rest]
    return True in marked and False in marked[marked.index(True) :]


def _split_foot(text: str, words: IntakeWords) -> tuple[str, str]:
    found = words.foot.search(text)
    return (text[: found.start()].strip(), text[found.start() :].strip()) if found else (text, "")
