"""Forms of the papers and proofs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerna.privacy.policy.importer.source import KINDS, LARGEST


class PublishForm(forms.Form):
    """The second of two clicks: the date of the text, and a word typed by hand; `sha256` is that of the text shown."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    dated_on = forms.DateField(
        label=gettext_lazy("Date of the text"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    word = forms.CharField(max_length=40, widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}))

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self._expected = expected
        self.fields["word"].label = _("To confirm, type the word “%(word)s”") % {"word": _("publish")}

    def clean_sha256(self) -> None:
        """The text that was shown is the text that will be published."""
        if self.cleaned_data["sha256"] != self._expected:
            raise ValidationError(_("The text has changed since you saw it. Look at it again, then publish it."))

    def clean_word(self) -> None:
        """Typed, not clicked by accident; in whatever case."""
        if self.cleaned_data["word"].strip().casefold() != _("publish").casefold():
            raise ValidationError(_("This isn't the word. Nothing was published."))


class EntryForm(forms.Form):
    """Which entry of the evidence to prove."""

    entry = forms.IntegerField(
        label=gettext_lazy("Number of an entry"), min_value=1, max_value=2**63 - 1,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class TextForm(forms.Form):
    """The company's own text as a file."""

    file = forms.FileField(
        label=gettext_lazy("File with the text"),
        help_text=gettext_lazy("DOCX, HTML, Markdown or plain text; all languages in one file."),
        widget=forms.FileInput({"accept": ",".join(filter(None, KINDS))}),
    )

    def clean_file(self) -> Any:  # noqa: ANN401 -- Django's uploaded file
        """Not larger than any policy."""
        if self.cleaned_data["file"].size > LARGEST:
            raise ValidationError(_("The file is too large to be a policy."))
        return self.cleaned_data["file"]
