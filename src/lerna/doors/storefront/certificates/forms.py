"""How somebody asks about a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.school.learning.certificates.numbers import read_number

LARGEST = 5_000_000  # bytes; a certificate has some 30,000


class NumberForm(forms.Form):
    """The number, as it is typed from the paper."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=40,
        help_text=_("Such as 7K3M-9QX4-0VBT; it stands at the top."),
    )

    def clean_number(self) -> str:
        number = read_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(
                _("A number has twelve letters and digits. Please look at the paper once more.")
            )
        return number


class FileForm(forms.Form):
    """The file that somebody was sent. It is compared, and kept nowhere."""

    file = forms.FileField(label=_("The PDF that you were given"), help_text=_("We compare it and don't keep it."))

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large to be a certificate of ours."))
        return file
