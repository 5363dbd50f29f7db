"""What is asked of whoever writes to the school; no files are taken (law 94-V, art. 7(10))."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.consent_form import read_language
from lerna.doors.look.talk.words import MATTERS, TOPICS
from lerna.kit.emails import EmailError, parse_email
from lerna.privacy.subjects.models import EMAIL_LENGTH, NAME_LENGTH
from lerna.school.feedback.appeals.complaints import Claim
from lerna.school.feedback.appeals.models import TEXT_LENGTH, Matter, Topic
from lerna.school.feedback.appeals.operations import Written
from lerna.school.feedback.rules import load_rules

NO_DOCUMENTS = _("Please write no numbers of documents or cards, and nothing about health.")


class MessageForm(forms.Form):
    """What a message is about, and its words."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=list(TOPICS.items()))
    text = forms.CharField(
        label=_("Your message"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 6}),
        help_text=NO_DOCUMENTS,
        error_messages={"required": _("Please write what you want to tell us.")},
    )

    def read_written(self) -> Written:
        """What was typed; of a valid form."""
        typed = self.cleaned_data
        return Written(
            topic=Topic(typed["topic"]), text=typed["text"], name=typed.get("name", ""), email=typed.get("email", "")
        )


class ClaimForm(forms.Form):
    """What a complaint is about, and its words."""

    matter = forms.ChoiceField(
        label=_("What is the complaint about?"),
        choices=[("", "–"), *MATTERS.items()],
        error_messages={"required": _("Please choose what it is about; the last line is for everything else.")},
    )
    text = forms.CharField(
        label=_("What happened, and what do you want?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        help_text=NO_DOCUMENTS,
        error_messages={"required": _("Please write what it is about: a person will read it.")},
    )

    def read_claim(self) -> Claim:
        """What was typed; of a valid form."""
        typed = self.cleaned_data
        return Claim(
            matter=Matter(typed["matter"]), text=typed["text"], name=typed.get("name", ""), email=typed.get("email", "")
        )


class StrangerFields(forms.Form):
    """Who writes, where nobody is logged in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Please write how to address you.")},
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Please give an e-mail address: the answer goes there.")},
    )
    website = forms.CharField(required=False, max_length=200)  # a field that no person sees and many a robot fills in

    def clean_email(self) -> str:
        """The address as letters take it."""
        try:
            return parse_email(self.cleaned_data["email"]).address
        except EmailError as error:
            raise ValidationError(str(error.sentence)) from None

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the field that nobody sees."""
        return bool(self.cleaned_data["website"])


class ReportForm(forms.Form):
    """Why a post shouldn't stand."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is wrong with it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        language = read_language()
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (one.key, one.report.in_language(language)) for one in load_rules().reasons.values()
        ]
