"""How the staff answer, and why they hide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.consent_form import read_language
from lerna.privacy.letters.values import LetterValueError, check_line
from lerna.school.feedback.appeals.models import TEXT_LENGTH
from lerna.school.feedback.appeals.queries import split_paragraphs
from lerna.school.feedback.models import TEXT_LENGTH as POST_LENGTH
from lerna.school.feedback.rules import load_rules


class AnswerForm(forms.Form):
    """The answer in the words of whoever gives it."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Greeting and number are added by the letter. An empty line parts paragraphs."),
        error_messages={"required": _("Please write the answer.")},
    )

    def clean_text(self) -> str:
        """What a letter can take."""
        text: str = self.cleaned_data["text"]
        try:
            for paragraph in split_paragraphs(text):
                check_line("answer", paragraph, TEXT_LENGTH)
        except LetterValueError:
            raise ValidationError(
                _("There is a character in it that a letter can't take. Please type it anew.")
            ) from None
        return text


class PublicAnswerForm(forms.Form):
    """The school's answer, which stands under the post for everybody who sees that."""

    text = forms.CharField(
        label=_("The school's answer"),
        max_length=POST_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Whoever sees the post sees it, marked as the school's. Leave it empty to take an earlier answer away."
        ),
    )


class HideForm(forms.Form):
    """Why it is hidden; the author reads it."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        language = read_language()
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (one.key, one.hidden.in_language(language)) for one in load_rules().reasons.values()
        ]
