"""What a run's state is called and what its button offers; what a lesson to try leaves to those who study."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.school.catalogue.states import RunState


@dataclass(frozen=True, slots=True)
class StateWords:
    """`name` stands beside the run, `button` leads to the application."""

    name: Promise
    button: Promise
    tone: str


WORDS = {
    RunState.ANNOUNCED: StateWords(_("announced"), _("Tell me when enrollment opens"), "plain"),
    RunState.ENROLLING: StateWords(_("enrollment is open"), _("Join this group"), "good"),
    RunState.OWN_PACE: StateWords(_("at your own pace"), _("Begin at my own pace"), "good"),
    RunState.JOINABLE: StateWords(_("has begun, you can still join"), _("Join the group that has begun"), "good"),
    RunState.FULL: StateWords(_("all seats are taken"), _("Tell me if a seat becomes free"), "warn"),
    RunState.CLOSED: StateWords(_("enrollment has ended"), _("Tell me about the next group"), "warn"),
    RunState.RUNNING: StateWords(_("under way, without enrollment"), _("Tell me about the next group"), "plain"),
    RunState.FINISHED: StateWords(_("finished"), _("Tell me about new dates"), "plain"),
}
NO_RUN = StateWords(_("no group is open now"), _("Tell me about new dates"), "plain")

# By the kind of a block
KEPT = {
    "quiz": _("In the course there is a quiz here, checked at once, with an explanation of every answer."),
    "assignment": _("In the course there is a work here, which a curator reads and answers."),
    "poll": _("In the course there is a question to everybody here, and how the group has answered."),
    "discussion": _("In the course the group talks about it here."),
    "exercise": _("In the course there is an exercise here, to try with your own hands."),
    "package": _("In the course there is an interactive part here."),
}
