"""The table of what becomes of each trial letter: printed by a command, and a page of the documentation."""

from collections.abc import Sequence
from pathlib import Path

from lerna.privacy.requests.intake.foresee import foresee
from lerna.privacy.requests.intake.meaning.words import load_words
from lerna.privacy.requests.intake.reading.letter import Ours, read_letter
from lerna.privacy.requests.intake.trial.build import Trial, list_trials

PAGE = Path(__file__).resolve().parents[6] / "docs" / "reference" / "mailbox-letters.md"
SITES = {"lerna.kz": "lerna", "skillbox.kz": "skillbox", "geekbrains.kz": "geekbrains"}
OURS = Ours(frozenset({"info@lerna.kz", *SITES}), "mx.lerna.kz")
_HEAD = """# What becomes of letters to the mailbox

Written by `./lerna docs` from the letters of the trial (`privacy/requests/intake/trial/letters.toml`), which read as
people write; a test keeps this page current, and another sends all of them through a real IMAP server.
`./lerna requests try-letters` prints the same. How letters are read: [The mailbox](../explanation/mailbox.md).

`request` is a request of that kind; `desk` one that a person has to make out, with the reason; everything else stays
where it is or goes to the folder of automatic letters.

| letter | what is hard about it | outcome | kind | why not more | language |
|---|---|---|---|---|---|
"""


def list_rows() -> list[Sequence[str]]:
    """(name, what is hard, outcome, kind, doubt, language) of each letter, as it is read now."""
    return [_read_row(trial) for trial in list_trials()]


def write_page() -> str:
    """The page."""
    rows = list_rows()
    lines = ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    return _HEAD + "\n".join(lines) + f"\n\n{len(rows)} letters.\n"


def _read_row(trial: Trial) -> Sequence[str]:
    letter = read_letter(trial.content, OURS)
    outcome, understood = foresee(trial.content, letter, load_words(), SITES, OURS)
    kind, doubt = understood.kind or "", understood.doubt or ""
    return (trial.name, trial.shows, outcome.value, str(kind), str(doubt), understood.language)
