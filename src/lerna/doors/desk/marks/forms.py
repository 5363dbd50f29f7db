"""What a curator fills in to give somebody longer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.school.learning.deadlines.due import Due
from lerna.school.learning.deadlines.models import REASON_LENGTH


class ExtensionForm(forms.Form):
    work = forms.ChoiceField(label=_("Which work"), widget=forms.Select)
    due_on = forms.DateField(label=_("The new last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON_LENGTH,
        help_text=_("The learner reads it."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, dues: Iterable[Due], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **kwargs)
        self.works = {f"{due.work.lesson.pk}/{due.work.assignment.key}": due.work for due in dues}
        choices: Any = self.fields["work"]
        choices.choices = [(key, work.assignment.title) for key, work in self.works.items()]
