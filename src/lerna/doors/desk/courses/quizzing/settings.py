"""How a quiz is taken: its title and limits."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.doors.desk.courses.forms import key_field
from lerna.doors.desk.courses.quizzing.sheets import KINDS
from lerna.school.blocks.course import Grading
from lerna.school.blocks.kinds import Quiz
from lerna.school.catalogue.models import TITLE_LENGTH

_MOST_ATTEMPTS, _MOST_MINUTES, _ALL = 100, 600, 100


class SettingsForm(forms.Form):
    """Empty or 0: no limit. `parts` are those of the course's grading."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    attempts = forms.IntegerField(
        label=_("Attempts allowed"),
        min_value=0,
        max_value=_MOST_ATTEMPTS,
        required=False,
        help_text=_("Empty: no limit."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes for an attempt"), min_value=0, max_value=_MOST_MINUTES, required=False,
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    draw = forms.IntegerField(
        label=_("So many questions, drawn at random"), min_value=0, required=False,
        help_text=_("Empty: all. The others are a bank, so that a second attempt asks something else."),
    )  # fmt: skip
    pass_mark = forms.IntegerField(
        label=_("Pass mark, of 100"), min_value=0, max_value=_ALL, required=False, help_text=_("Empty: none.")
    )
    part = forms.ChoiceField(label=_("Counts for"), required=False)

    def __init__(self, *args: Any, grading: Grading, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        part.choices = [("", _("the learner alone")), *((one.key, one.title) for one in grading.parts)]

    def change(self, quiz: Quiz) -> Quiz:
        """The quiz with what a valid form says."""
        data = self.cleaned_data
        limits: dict[str, Any] = {name: data[name] or 0 for name in ("attempts", "minutes", "draw", "pass_mark")}
        return replace(quiz, title=data["title"], part=data["part"], **limits)


def write_settings(quiz: Quiz) -> dict[str, Any]:
    """As the form shows them."""
    limits = {name: getattr(quiz, name) or None for name in ("attempts", "minutes", "draw", "pass_mark")}
    return {"title": quiz.title, "part": quiz.part, **limits}


class NewQuizForm(forms.Form):
    """A quiz begins with a title, a key and the kind of its first question."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    key = key_field(_("Key"))
    kind = forms.ChoiceField(label=_("The first question"), choices=[(key, one.title) for key, one in KINDS.items()])
