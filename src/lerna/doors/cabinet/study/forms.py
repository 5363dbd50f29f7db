"""What a learner writes for themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.school.learning.models import NOTE_LENGTH


class NoteForm(forms.Form):
    """The note on a lesson; an empty one deletes it."""

    text = forms.CharField(
        label=_("My note"),
        help_text=_("Only you see it. It goes with your data when you take them away or delete them."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
