"""Forms of the cabinet. What was typed stays in them on an error; passwords and codes never do."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.accounts.factors.passkeys import LONGEST_ANSWER
from lerna.accounts.models import FACTOR_NAME_LENGTH
from lerna.accounts.operations import Stated
from lerna.accounts.passwords import is_their_own
from lerna.doors.look.consent_form import ConsentForm, list_bases
from lerna.kit.emails import EmailError, parse_email
from lerna.kit.phones import PhoneError, parse_phone
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH, RepresentativeBasis

LONGEST_PASSWORD = 200
_PASSWORD_HELP = _("At least 10 characters; a phrase is best. Without one we send a code each time.")


def _name(label: Any, autocomplete: str, **options: Any) -> forms.CharField:  # noqa: ANN401 -- Django's
    return forms.CharField(
        label=label, max_length=NAME_LENGTH, widget=forms.TextInput({"autocomplete": autocomplete}), **options
    )


def _password(label: Any, autocomplete: str, **options: Any) -> forms.CharField:  # noqa: ANN401 -- Django's
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST_PASSWORD, strip=False, widget=widget, **options)


def _email() -> forms.CharField:
    return forms.CharField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Please give an e-mail address: the code goes there.")},
    )


def _phone() -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "tel", "type": "tel", "placeholder": "+7 701 123 45 67"})
    return forms.CharField(label=_("Mobile phone"), max_length=PHONE_LENGTH, required=False, widget=widget)


def _factor_name(help_text: Any) -> forms.CharField:  # noqa: ANN401 -- Django's
    return forms.CharField(label=_("Its name"), max_length=FACTOR_NAME_LENGTH, required=False, help_text=help_text)


class _Stated(forms.Form):
    """Cleans what several forms ask."""

    def clean_email(self) -> str:
        try:
            return parse_email(self.cleaned_data["email"]).address
        except EmailError as error:
            raise ValidationError(str(error.sentence)) from None

    def clean_phone(self) -> str:
        if not self.cleaned_data["phone"]:
            return ""
        try:
            return parse_phone(self.cleaned_data["phone"], mobile_only=True).e164
        except PhoneError as error:
            raise ValidationError(str(error.sentence)) from None

    def clean_password(self) -> str:
        if self.cleaned_data["password"]:
            validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class SignUpForm(_Stated, ConsentForm):
    """What an account needs; the rest by choice (clauses 4.1, 7.1-з)."""

    form_purposes: ClassVar = (Purpose.LEARNING,)
    own_purposes: ClassVar = (Purpose.PERSONAL_OFFERS, Purpose.MARKETING)

    name = _name(_("First name"), "given-name", error_messages={"required": _("Please write how to address you.")})
    surname = _name(_("Surname"), "family-name", required=False)
    email = _email()
    phone = _phone()
    password = _password(_("Password"), "new-password", required=False, help_text=_PASSWORD_HELP)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields before the dialog."""
        return [self[name] for name in ("name", "surname", "email", "phone", "password")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        words = [cleaned.get(name, "") for name in ("email", "name", "surname", "representative_name")]
        _refuse_own(self, words=(*words, self.site.brand_name), phone=cleaned.get("phone", ""))
        return cleaned

    def read_stated(self) -> Stated:
        """What was typed; of a valid form."""
        typed = {name: self.cleaned_data[name] for name in ("name", "surname", "email", "phone", "password")}
        return Stated(**typed, representative=self.read_representative())


class PersonForm(ConsentForm):
    """A person under 18 or without capacity, added by their representative (clauses 2.1, 8.1-а)."""

    form_purposes: ClassVar = (Purpose.LEARNING,)
    asks_who: ClassVar = False

    name = _name(_("First name"), "off", error_messages={"required": _("Please write the person's name.")})
    surname = _name(_("Surname"), "off", required=False)
    basis = forms.ChoiceField(
        label=_("By what right you act"), error_messages={"required": _("Please say by what right you act.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = list_bases()  # type: ignore[attr-defined]

    def read_person(self) -> dict[str, Any]:
        """Who it is, and by what right the reader acts for them; of a valid form."""
        typed = self.cleaned_data
        return {"name": typed["name"], "surname": typed["surname"], "basis": RepresentativeBasis(typed["basis"])}


class SignInForm(forms.Form):
    """E-mail or phone and password."""

    login = forms.CharField(
        label=_("E-mail or phone"), max_length=EMAIL_LENGTH, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = _password(_("Password"), "current-password")


class AskCodeForm(forms.Form):
    """To log in by a code."""

    login = forms.CharField(
        label=_("E-mail or phone"),
        max_length=EMAIL_LENGTH,
        widget=forms.TextInput({"autocomplete": "username"}),
        help_text=_("The code goes to the e-mail address of the account."),
    )


class CodeForm(forms.Form):
    """A code of six digits; spaces are forgiven."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ProgramForm(CodeForm):
    """The first code of an authenticator program, which adds it."""

    name = _factor_name(_("Such as “My telephone”; it tells your second steps apart."))
    field_order = ("code", "name")


class PasskeyForm(forms.Form):
    """What the browser answers when it has made a passkey; the script fills it in."""

    name = _factor_name(_("It tells your second steps apart."))
    answer = forms.CharField(max_length=LONGEST_ANSWER, widget=forms.HiddenInput)


class NameForm(_Stated):
    """The name of somebody for whom the reader acts; they have no contacts of their own."""

    name = _name(_("First name"), "off", error_messages={"required": _("Please write the person's name.")})
    surname = _name(_("Surname"), "off", required=False)


class DetailsForm(_Stated):
    """Name and phone, corrected by the person."""

    name = _name(_("First name"), "given-name", error_messages={"required": _("Please write how to address you.")})
    surname = _name(_("Surname"), "family-name", required=False)
    phone = _phone()


class EmailForm(_Stated):
    """A new address, which a code has to confirm."""

    email = _email()


class PasswordForm(_Stated):
    """A new password. `words` and `phone` are the person's own, which it mayn't consist of."""

    password = _password(_("New password"), "new-password", help_text=_("At least 10 characters; a phrase is best."))

    def __init__(self, *args: Any, words: Iterable[str] = (), phone: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._words, self._phone = words, phone

    def clean(self) -> dict[str, Any]:
        _refuse_own(self, words=self._words, phone=self._phone)
        return self.cleaned_data


def _refuse_own(form: forms.Form, *, words: Iterable[str], phone: str) -> None:
    """Whoever knows the person would try these first."""
    if is_their_own(form.cleaned_data.get("password") or "", words=words, phone=phone):
        form.add_error("password", _("This is your name, address or phone, or our own name. A phrase is better."))
