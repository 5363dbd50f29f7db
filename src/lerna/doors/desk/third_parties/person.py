"""Whom a page is about, by an address or a number that is typed into a form and stands nowhere else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import EMAIL_LENGTH, DataSubject, Profile
from lerna.privacy.subjects.processing import processing


class AboutPersonForm(forms.Form):
    """Asks whom it is about; of a valid form `subject` is that person of the company, whom the purpose sees."""

    contact = forms.CharField(
        label=_("The person's e-mail or phone"),
        max_length=EMAIL_LENGTH,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    subject: DataSubject

    def __init__(self, *args: Any, company: Company, purpose: Purpose, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.company, self.purpose = company, purpose

    def clean_contact(self) -> str:
        typed = str(self.cleaned_data["contact"])
        index = "email_index" if "@" in typed else "phone_index"
        with processing(self.purpose, company=self.company, reason="whom the staff mean"):
            found = list(Profile.objects.filter(**{index: typed}).values_list("subject_id", flat=True)[:2])
            if not found:
                raise ValidationError(_("Nobody is known by this address or number for this purpose."))
            if len(found) > 1:
                raise ValidationError(_("Several people share this one. Please use the person's own address."))
            self.subject = DataSubject.objects.select_related("company").get(pk=found[0])
        return typed
