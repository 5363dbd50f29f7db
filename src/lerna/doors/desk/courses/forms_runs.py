"""Forms of a run and its offers."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.doors.desk.courses.forms import LinesField, key_field
from lerna.school.blocks.course import OfferContent, RunContent
from lerna.school.catalogue.models import TITLE_LENGTH, Run

MOST_OFFERS = 3
_MOST_TENGE = 100_000_000


def _day(label: Any, help_text: Any = "") -> forms.DateField:  # noqa: ANN401 -- lazy texts
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget, input_formats=["%Y-%m-%d"])


class RunForm(forms.Form):
    """Days and seats of a run. A key that stands already isn't asked."""

    key = key_field(_("Address"))
    starts_on = _day(_("First day"), _("Empty: whoever enrolls begins at once."))
    ends_on = _day(_("Last day"))
    enroll_from = _day(_("Enrollment from"))
    enroll_until = _day(_("Enrollment until"))
    seats = forms.IntegerField(
        label=_("Seats"), min_value=0, max_value=100_000, required=False, help_text=_("Empty: no limit.")
    )
    opens = forms.ChoiceField(
        label=_("Lessons open"),
        choices=[
            (Run.Opening.ALL, _("all at the start")),
            (Run.Opening.WEEKLY, _("a section a week")),
            (Run.Opening.DAYS, _("each section on its day")),
        ],
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["key"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day comes before the first."))
        if data.get("enroll_from") and data.get("enroll_until") and data["enroll_until"] < data["enroll_from"]:
            self.add_error("enroll_until", _("Enrollment ends before it begins."))
        return data

    def read_run(self, key: str, offers: tuple[OfferContent, ...]) -> RunContent:
        """Of a valid form."""
        data = self.cleaned_data
        days = {name: data[name] for name in ("starts_on", "ends_on", "enroll_from", "enroll_until")}
        return RunContent(key=key, seats=data["seats"] or 0, opens=data["opens"], offers=offers, **days)


class OfferForm(forms.Form):
    """One offer; without a key there is none."""

    key = key_field(_("Address"))
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, required=False)
    price = forms.IntegerField(label=_("Price, tenge"), min_value=0, max_value=_MOST_TENGE, required=False)
    old_price = forms.IntegerField(label=_("Old price, tenge"), min_value=0, max_value=_MOST_TENGE, required=False)
    installment_months = forms.IntegerField(
        label=_("Months of installments"), min_value=0, max_value=60, required=False, help_text=_("Without interest.")
    )
    bank_credit = forms.BooleanField(label=_("A partner bank may lend"), required=False)
    includes = LinesField(label=_("What is included"), help_text=_("A line for each."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("key") and not data.get("title"):
            self.add_error("title", _("An offer needs a title."))
        if data.get("key") and data.get("price") is None:
            self.add_error("price", _("An offer needs a price; 0 is free."))
        if data.get("old_price") and data["old_price"] <= (data.get("price") or 0):
            self.add_error("old_price", _("The old price is higher than the price, or is left out."))
        return data


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[OfferForm]
else:
    _FormSet = forms.BaseFormSet  # Django's classes take no type in brackets at run time


class _Offers(_FormSet):
    def clean(self) -> None:
        keys = [form.cleaned_data["key"] for form in self.forms if form.is_valid() and form.cleaned_data.get("key")]
        if len(set(keys)) < len(keys):
            raise ValidationError(_("Two offers have one address."))


OfferForms = forms.formset_factory(OfferForm, formset=_Offers, extra=MOST_OFFERS, max_num=MOST_OFFERS)


def read_offers(offers: "forms.BaseFormSet[OfferForm]") -> tuple[OfferContent, ...]:
    """Of valid forms, in their order."""
    return tuple(
        OfferContent(
            key=data["key"],
            title=data["title"],
            price=data["price"],
            old_price=data["old_price"] or 0,
            installment_months=data["installment_months"] or 0,
            bank_credit=data["bank_credit"],
            includes=data["includes"],
        )
        for data in (form.cleaned_data for form in offers.forms)
        if data.get("key")
    )


class AgainForm(forms.Form):
    """A run once more, from another day on."""

    key = key_field(_("Address"))
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"]
    )
