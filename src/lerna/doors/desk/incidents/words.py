"""States, steps and dangers in words, as the officer reads them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.consent_form import read_language
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.incidents.models import Danger, Happening, Origin, Source, State
from lerna.privacy.lifecycle.exporting.words import load_words

STATES: Mapping[str, Promise] = {
    State.FOUND: _("to be judged"),
    State.ASSESSED: _("to be reported"),
    State.HARMLESS: _("not dangerous"),
    State.REPORTED: _("reported"),
    State.CLOSED: _("closed"),
}
TONES: Mapping[str, str] = {
    State.FOUND: "warn",
    State.ASSESSED: "bad",
    State.HARMLESS: "plain",
    State.REPORTED: "brand",
    State.CLOSED: "plain",
}
DANGERS: Mapping[str, Promise] = {
    Danger.NONE: _("No danger to people, or a false alarm: nobody has to be told"),
    Danger.RISK: _("A danger: the authority is told"),
    Danger.HIGH: _("A great danger: the authority and the people concerned are told, the people at once"),
}
ORIGINS: Mapping[str, Promise] = {
    Origin.STAFF: _("a member of staff"),
    Origin.SIGNAL: _("the software"),
    Origin.PERSON: _("a person whose data it concerns"),
    Origin.PARTNER: _("a partner or contractor"),
}
SOURCES: Mapping[str, Promise] = {
    Source.LOOKS: _("whom the staff looked at"),
    Source.TRANSFERS: _("whose data went to a third party"),
    Source.EXPORTS: _("whose data were downloaded whole"),
    Source.TABLES: _("whose records stand in tables that were exposed"),
    Source.EVERYBODY: _("everybody whom the company knows, as in a lost copy of the database"),
}
HAPPENINGS: Mapping[str, Promise] = {
    Happening.FOUND: _("Found"),
    Happening.SEEN_AGAIN: _("The signal has doubled"),
    Happening.NOTED: _("Note"),
    Happening.MEASURE: _("Measure"),
    Happening.SCOPED: _("Counted whose data it concerns"),
    Happening.ASSESSED: _("Judged"),
    Happening.BLOCKED: _("Everybody concerned is blocked"),
    Happening.UNBLOCKED: _("The block is lifted"),
    Happening.STAFF_TOLD: _("The staff were told"),
    Happening.REMINDED: _("The staff were reminded of the term"),
    Happening.LATE: _("The staff were told that it is late"),
    Happening.REPORTED: _("Reported to the authority"),
    Happening.TELLING: _("The people concerned are being told"),
    Happening.TOLD: _("The people concerned were told"),
    Happening.CLOSED: _("Closed"),
}
ACTORS: Mapping[str, Promise] = {
    Actor.STAFF: _("a member of staff"),
    Actor.SYSTEM: _("the software"),
    Actor.JOB: _("the software"),
    Actor.OPERATOR: _("the operator"),
}


def name_table(name: str) -> str:
    """The table as a person reads it, and its name in the database, by which whoever runs that knows it."""
    title = load_words().find_table(name)
    return f"{title.in_language(read_language())} ({name})" if title else name
