"""How the staff answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.privacy.letters.values import LetterValueError, check_line
from lerna.school.feedback.appeals.models import TEXT_LENGTH
from lerna.school.feedback.appeals.queries import split_paragraphs


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
