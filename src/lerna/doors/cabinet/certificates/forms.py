"""What a learner chooses of a certificate: of which course, and in which language."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class IssueForm(forms.Form):
    """`enrollment` is one of those that are finished."""

    enrollment = forms.TypedChoiceField(coerce=UUID, widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language of the certificate"))

    def __init__(self, *args: Any, finished: dict[UUID, str], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        """`finished` are courses' titles by enrollment."""
        super().__init__(*args, **kwargs)
        self.fields["enrollment"].choices = list(finished.items())  # type: ignore[attr-defined]  # Field has none
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]  # as above
