"""Whom a curator enrolls."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.kit.emails import EmailError, parse_email
from lerna.kit.phones import PhoneError, parse_phone


class EnrollForm(forms.Form):
    """An e-mail or a phone, in any spelling."""

    sought = forms.CharField(
        label=_("E-mail or phone"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Of somebody who has an account at one of our sites."),
    )
    email, phone = "", ""

    def clean_sought(self) -> str:
        """Finds out which of the two it is."""
        typed: str = self.cleaned_data["sought"].strip()
        try:
            if "@" in typed:
                self.email = parse_email(typed).address
            else:
                self.phone = parse_phone(typed).e164
        except (EmailError, PhoneError) as error:
            raise ValidationError(str(error.sentence)) from None
        return typed


class LeaveForm(forms.Form):
    """Whose enrollment ends."""

    enrollment = forms.UUIDField()
