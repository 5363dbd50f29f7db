"""States, steps and proofs in words, as a person reads them on their pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.privacy.consents.models import Channel
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import State as LetterState
from lerna.privacy.requests.models import Happening, Kind, Outcome, Proof, State

STATES: Mapping[str, Promise] = {
    State.RECEIVED: _("waits for the code"),
    State.VERIFIED: _("in work"),
    State.WORKING: _("in work"),
    State.ANSWERED: _("answered"),
    State.REFUSED: _("refused"),
    State.CLOSED: _("closed"),
}
TONES: Mapping[str, str] = {
    State.RECEIVED: "warn",
    State.VERIFIED: "brand",
    State.WORKING: "brand",
    State.ANSWERED: "good",
    State.REFUSED: "plain",
    State.CLOSED: "plain",
}
OUTCOMES: Mapping[str, Promise] = {
    Outcome.GRANTED: _("done"),
    Outcome.PARTLY: _("done in part"),
    Outcome.NOTHING: _("nothing is kept about you but the request"),
    Outcome.REFUSED: _("refused"),
}
HAPPENINGS: Mapping[str, Promise] = {
    Happening.RECEIVED: _("Came in"),
    Happening.IDENTITY_ASKED: _("A code was sent to the address on file"),
    Happening.VERIFIED: _("It is known who asks"),
    Happening.STARTED: _("Taken into work"),
    Happening.ASSIGNED: _("Given to a member of staff"),
    Happening.LEFT_TO_PERSON: _("Passed to a member of staff"),
    Happening.BLOCKED: _("The data are blocked"),
    Happening.UNBLOCKED: _("The block is lifted"),
    Happening.STOPPED: _("Processing was stopped"),
    Happening.CORRECTED: _("Data were corrected"),
    Happening.TAKEN: _("The copy was downloaded"),
    Happening.NOTED: _("Note"),
    Happening.WRITTEN: _("Another letter came"),
    Happening.NAMED: _("A person made out what is demanded"),
    Happening.REMINDED: _("The staff were reminded of the term"),
    Happening.LATE: _("The head of the company was told that it is late"),
    Happening.ANSWERED: _("Answered"),
    Happening.REFUSED: _("Refused"),
    Happening.UNDELIVERED: _("The letter with the answer could not be delivered"),
    Happening.ERASURE_STARTED: _("The destruction began"),
    Happening.ERASED: _("Everything is destroyed"),
    Happening.CLOSED: _("Closed"),
}
PROOFS: Mapping[str, Promise] = {
    Proof.SESSION: _("logged in to the account"),
    Proof.CODE: _("by a code to the address on file"),
    Proof.STATEMENT: _("by a signed statement"),
}
CHANNELS: Mapping[str, Promise] = {
    Channel.SITE: _("form on the site"),
    Channel.CABINET: _("the account"),
    Channel.LETTER: _("letter"),
    Channel.DESK: _("told to the staff"),
    Channel.PAPER: _("on paper"),
}
ACTORS: Mapping[str, Promise] = {
    Actor.PERSON: _("you"),
    Actor.REPRESENTATIVE: _("your representative"),
    Actor.STAFF: _("a member of staff"),
    Actor.SYSTEM: _("the site"),
    Actor.JOB: _("the site"),
    Actor.OPERATOR: _("the operator"),
}
# The same where the staff read it.
ACTORS_FOR_STAFF: Mapping[str, Promise] = {
    **ACTORS,
    Actor.PERSON: _("the person"),
    Actor.REPRESENTATIVE: _("their representative"),
}
OUTCOMES_FOR_STAFF: Mapping[str, Promise] = {
    **OUTCOMES,
    Outcome.NOTHING: _("nothing is kept about the person but the request"),
}
STATES_FOR_STAFF: Mapping[str, Promise] = {
    State.RECEIVED: _("waits for identity"),
    State.VERIFIED: _("the software works on it"),
    State.WORKING: _("waits for you"),
    State.ANSWERED: _("answered, not closed"),
    State.REFUSED: _("refused, not closed"),
    State.CLOSED: _("closed"),
}
LETTERS: Mapping[str, Promise] = {
    LetterState.QUEUED: _("a letter is on its way"),
    LetterState.SENT: _("a letter was sent"),
    LetterState.REFUSED: _("the letter was not sent"),
    LetterState.FAILED: _("the letter could not be sent"),
    LetterState.BOUNCED: _("the letter came back"),
}
# What the button under the form says, where “Send” would hide what it does.
BUTTONS: Mapping[str, Promise] = {
    Kind.ERASURE: _("Erase my data"),
    Kind.WITHDRAWAL: _("Withdraw"),
    Kind.RESTRICTION: _("Stop processing"),
}
