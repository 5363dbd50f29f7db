"""What the timeline says of a letter, for the staff and for the person: what was understood, and where it lies."""

from lerna.privacy.requests.intake.meaning.understand import Understood
from lerna.privacy.requests.intake.meaning.words import IntakeWords
from lerna.privacy.requests.intake.reading.letter import Letter
from lerna.privacy.requests.kinds.rules import load_rules

_PROOFS = {True: "proven", False: "forged", None: "unproven"}


def write_note(letter: Letter, understood: Understood, words: IntakeWords, *, folder: str, uid: int) -> str:
    """A few sentences in the letter's language; without a `folder` nothing of where it lies."""
    language = understood.language
    kinds = load_rules().kinds
    values = {
        "kinds": ", ".join(f"«{kinds[kind].title.in_language(language)}»" for kind in understood.kinds) or "–",
        "reason": words.reasons[understood.doubt].in_language(language) if understood.doubt else "",
        "folder": folder,
        "uid": str(uid),
        "count": str(letter.attachments),
    }
    keys = [
        *(["understood"] if understood.doubt else []),
        *(["place"] if folder else []),
        *(["attachments"] if letter.attachments else []),
        _PROOFS[letter.proven],
    ]
    return " ".join(words.notes[key].in_language(language).format_map(values) for key in keys)
