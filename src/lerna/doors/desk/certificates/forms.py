"""Which certificate is taken back, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.paper.certified import REASONS
from lerna.school.learning.certificates.models import Reason
from lerna.school.learning.certificates.numbers import read_number


class RevokeForm(forms.Form):
    """The number as it stands on the paper, and a reason that its page will say."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=40)
    reason = forms.ChoiceField(
        label=_("Why"), choices=[(reason.value, REASONS[reason]) for reason in (Reason.MISTAKE, Reason.RULES)]
    )

    def clean_number(self) -> str:
        number = read_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(
                _("A number has twelve letters and digits. Please look at the paper once more.")
            )
        return number
