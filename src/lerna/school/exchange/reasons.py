"""Why a thing in a package didn't come in as it was: a closed list, each a sentence for whoever brought it."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """In the ledger a reason may be followed by a colon and a word of the package, such as a tag's name."""

    LOOKS = "looks"
    SCRIPT = "script"
    FRAME = "frame"
    FOREIGN_FILE = "foreign-file"
    MISSING_FILE = "missing-file"
    INNER_LINK = "inner-link"
    FORM = "form"
    FORMULAS = "formulas"
    FOREIGN_VIDEO = "foreign-video"
    CAPTIONS = "captions"
    NOTHING_LEFT = "nothing-left"
    UNKNOWN_KIND = "unknown-kind"
    OUTSIDE_TOOL = "outside-tool"
    STAFF_ONLY = "staff-only"
    UNCHECKED = "unchecked"
    HINTS = "hints"
    LETTER_CASE = "letter-case"
    ONE_OF_SEVERAL = "one-of-several"
    PATTERN = "pattern"
    COMPUTED = "computed"
    WEIGHTS = "weights"
    PEERS = "peers"
    WORD_CLOUD = "word-cloud"
    NAME_JOINED = "name-joined"
    UNUSED = "unused"
    SECRETS = "secrets"
    NOT_TAKEN = "not-taken"
    ORPHAN = "orphan"
    DONE_MARK = "done-mark"
    SETTINGS = "settings"
    ESSAY = "essay"
    GAPS = "gaps"
    COPY = "copy"
    INSIDE = "inside"


_SENTENCES: dict[Reason, Any] = {
    Reason.LOOKS: _("Colors and placing of its own are left out: the site's look takes their place."),
    Reason.SCRIPT: _("A script was taken out. Nothing foreign runs on our pages."),
    Reason.FRAME: _("A foreign page inside the text became a link to it."),
    Reason.FOREIGN_FILE: _(
        "A picture from a foreign host became a link, because loading it tells that host who reads."
    ),
    Reason.MISSING_FILE: _("The package doesn't hold this file: %(detail)s"),
    Reason.INNER_LINK: _("A link to another page of the old site leads nowhere here; its words stay."),
    Reason.FORM: _("Fields and buttons do nothing here; their words stay."),
    Reason.FORMULAS: _("Formulas are shown as they are written, in TeX."),
    Reason.FOREIGN_VIDEO: _("A video on a foreign host is a link that opens by a click."),
    Reason.CAPTIONS: _("There are no captions here in this language: %(detail)s"),
    Reason.NOTHING_LEFT: _("Nothing to read was in it."),
    Reason.UNKNOWN_KIND: _("There is nothing of this kind here: %(detail)s"),
    Reason.OUTSIDE_TOOL: _("A tool of another company can't be taken along. Agree with them and link to it by hand."),
    Reason.STAFF_ONLY: _("It was hidden from learners, so it isn't shown to them here either."),
    Reason.UNCHECKED: _("Its answers can't be checked here, so it is only shown: %(detail)s"),
    Reason.HINTS: _("What was said to some of the answers is left out."),
    Reason.LETTER_CASE: _("Big and small letters are the same here."),
    Reason.ONE_OF_SEVERAL: _("Each of several choices was right alone; now all of them must be chosen."),
    Reason.PATTERN: _("An answer was checked by a pattern; here only written answers can be."),
    Reason.COMPUTED: _("Its figures were drawn anew by a program for each learner."),
    Reason.WEIGHTS: _("The weights were rounded so that they make 100."),
    Reason.PEERS: _("A curator reviews it here, not other learners or the learner alone."),
    Reason.WORD_CLOUD: _("A cloud of words became a discussion."),
    Reason.NAME_JOINED: _("Its name stands before those of its lessons."),
    Reason.UNUSED: _("Nothing in the course shows it."),
    Reason.SECRETS: _("Keys to outside tools are never taken along."),
    Reason.NOT_TAKEN: _("It belongs to the old site and has no place here."),
    Reason.ORPHAN: _("Nothing in the course leads to it."),
    Reason.DONE_MARK: _("The mark “done” is on every lesson here."),
    Reason.ESSAY: _("A question that a person marks became a work of its own."),
    Reason.GAPS: _("Words to be chosen became words to be written."),
    Reason.COPY: _("It is a copy of what came in already."),
    Reason.INSIDE: _("It is played inside the package, as its makers made it."),
    Reason.SETTINGS: _("Days and rules of the old site are set here anew."),
}


def note(reason: Reason, detail: str = "") -> str:
    """As it stands in the ledger."""
    return f"{reason}:{detail}" if detail else str(reason)


def write_reason(noted: str) -> str:
    """The sentence, in the reader's language."""
    reason, _colon, detail = noted.partition(":")
    return str(_SENTENCES[Reason(reason)]) % {"detail": detail}
