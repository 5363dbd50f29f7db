"""The form of a demand: what its kind asks for, and no more. It takes no files (law 94-V, art. 7(10))."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.doors.look.consent_form import read_language
from lerna.kit.emails import EmailError, parse_email
from lerna.kit.phones import PhoneError, parse_phone
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.requests.demand import Demand
from lerna.privacy.requests.kinds.rules import Asks, Rules
from lerna.privacy.requests.models import TEXT_LENGTH, Kind
from lerna.privacy.subjects.models import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH

_VALUES = {"name": _("First name"), "surname": _("Surname"), "phone": _("Mobile phone")}
_NO_DOCUMENTS = _("Please write no numbers of documents or cards, and nothing about health.")


class DemandForm(forms.Form):
    """What somebody who is known demands."""

    def __init__(self, *args: Any, rules: Rules, company: Company, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **kwargs)
        self.rules, self.company = rules, company
        if Asks.VALUES in rules.asks:
            self._add_values()
        if Asks.PURPOSES in rules.asks:
            self._add_purposes()
        if rules.asks & {Asks.TEXT, Asks.NEEDED_TEXT}:
            self._add_text(needed=Asks.NEEDED_TEXT in rules.asks)
        if rules.kind is Kind.ERASURE:
            self.fields["sure"] = forms.BooleanField(
                label=_("I understand that this can't be taken back."),
                error_messages={"required": _("Please tick the box: what is destroyed can't be brought back.")},
            )

    def demand_fields(self) -> Iterator[BoundField]:
        """The fields of one line or more, in their order; the purposes are drawn by themselves."""
        return (self[name] for name in ("new_name", "new_surname", "new_phone", "text") if name in self.fields)

    def clean_new_phone(self) -> str:
        """The right number in its one spelling."""
        return _clean_phone(self.cleaned_data["new_phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if Asks.VALUES in self.rules.asks and not any(
            cleaned.get(name) for name in ("new_name", "new_surname", "new_phone", "text")
        ):
            raise ValidationError(_("Please write what is to be corrected."))
        return cleaned

    def read_demand(self, **also: Any) -> Demand:  # noqa: ANN401 -- the sides of a demand
        """What was typed; of a valid form."""
        typed = self.cleaned_data
        values = {name: typed[f"new_{name}"] for name in _VALUES if typed.get(f"new_{name}")}
        purposes = tuple(Purpose(chosen) for chosen in typed.get("purposes", ()))
        return Demand(
            kind=self.rules.kind, text=typed.get("text", "").strip(), values=values, purposes=purposes, **also
        )

    def _add_values(self) -> None:
        for name, label in _VALUES.items():
            self.fields[f"new_{name}"] = forms.CharField(
                label=label, required=False, max_length=PHONE_LENGTH if name == "phone" else NAME_LENGTH
            )
        self.fields["new_phone"].widget.attrs |= {"type": "tel", "placeholder": "+7 701 123 45 67"}

    def _add_purposes(self) -> None:
        terms, language = terms_for(self.company), read_language()
        titles = {one.key: one.title.in_language(language) for one in terms.recipients}
        choices = []
        for own in terms.purposes:
            if own.basis is LegalBasis.CONSENT:
                passed_to = ", ".join(titles[kind] for kind in own.recipients)
                title = own.title.in_language(language)
                choices.append((own.key.value, f"{title} ({passed_to})" if passed_to else title))
        self.fields["purposes"] = forms.MultipleChoiceField(
            label=_("From what exactly?"),
            help_text=_("Tick nothing to withdraw everything. In brackets stands to whom data may be passed for it."),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _add_text(self, *, needed: bool) -> None:
        self.fields["text"] = forms.CharField(
            label=_("What happened, and what do you want?") if needed else _("In your own words"),
            max_length=TEXT_LENGTH,
            required=needed,
            widget=forms.Textarea,
            help_text=_NO_DOCUMENTS,
            error_messages={"required": _("Please write what it is about: a person will read it.")},
        )


class StrangerForm(DemandForm):
    """What somebody without an account demands, with the name and one way to reach them (clause 6.4)."""

    name = forms.CharField(
        label=_("Your name and surname"),
        max_length=2 * NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Please write your name: the request must say whose it is.")},
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The one that you gave us before; the code and the answer go there."),
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=PHONE_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel", "placeholder": "+7 701 123 45 67"}),
        help_text=_("Instead of the e-mail, if you gave us only this."),
    )
    on_behalf_of = forms.CharField(
        label=_("I ask for another person"),
        max_length=2 * NAME_LENGTH,
        required=False,
        help_text=_("Their name, if you are their parent, guardian or other representative."),
    )
    website = forms.CharField(required=False, max_length=200)  # a field that no person sees and many a robot fills in

    def stranger_fields(self) -> Iterator[BoundField]:
        """Who asks, in the order of the page."""
        return (self[name] for name in ("name", "email", "phone", "on_behalf_of"))

    def clean_email(self) -> str:
        """The address as letters take it."""
        if not self.cleaned_data["email"]:
            return ""
        try:
            return parse_email(self.cleaned_data["email"]).address
        except EmailError as error:
            raise ValidationError(str(error.sentence)) from None

    def clean_phone(self) -> str:
        """The number in its one spelling."""
        return _clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("phone")) and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Please give an e-mail address or a phone number: without it nobody can answer."))
        return cleaned

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the field that nobody sees."""
        return bool(self.cleaned_data["website"])

    def read_stranger(self) -> Demand:
        """The demand with who asks; of a valid form."""
        typed = self.cleaned_data
        stated = {name: typed[name].strip() for name in ("name", "email", "phone", "on_behalf_of")}
        return self.read_demand(**stated)


class RequestCodeForm(forms.Form):
    """The code from the letter; spaces are forgiven."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def _clean_phone(typed: str) -> str:
    if not typed:
        return ""
    try:
        return parse_phone(typed, mobile_only=True).e164
    except PhoneError as error:
        raise ValidationError(str(error.sentence)) from None
