"""The form by which somebody leaves an application."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.consent_form import ConsentForm, read_language
from lerna.doors.storefront.front_page import load_front_page
from lerna.kit.emails import EmailError, parse_email
from lerna.kit.phones import PhoneError, parse_phone
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH
from lerna.sales.leads.models import COMMENT_LENGTH
from lerna.sales.leads.operations import Application
from lerna.school.catalogue.models import KEY_LENGTH
from lerna.school.catalogue.queries import list_courses, list_directions

TRAP = "website"  # a field that no person sees and many a robot fills in


class ApplicationForm(ConsentForm):
    """What clause 4.1 asks for; by choice a comment, and a direction or the course that the person came from."""

    form_purposes: ClassVar = (Purpose.CONSULTING,)
    own_purposes: ClassVar = (Purpose.PERSONAL_OFFERS, Purpose.MARKETING)
    asks_abroad: ClassVar = True

    name = forms.CharField(
        label=_("First name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Please write how to address you.")},
    )
    surname = forms.CharField(
        label=_("Surname"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Please give an e-mail address: the answer goes there.")},
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=PHONE_LENGTH,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel", "placeholder": "+7 701 123 45 67"}),
        error_messages={"required": _("Please give a mobile number, such as +7 701 123 45 67.")},
    )
    direction = forms.ChoiceField(label=_("What would you like to learn?"), required=False)
    comment = forms.CharField(
        label=_("Your question"),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea,
        help_text=_("Please write no numbers of documents or cards, and nothing about health."),
    )
    course_key = forms.SlugField(max_length=KEY_LENGTH, required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        page, language = load_front_page(self.site.key), read_language()
        directions = list(list_directions(self.site)) or (page.directions if page else ())
        named = [(item.key, item.title.in_language(language)) for item in directions]
        self.fields["direction"].choices = [("", _("I haven't chosen yet")), *named]  # type: ignore[attr-defined]
        asked = str(self["course_key"].value() or "")
        found = list_courses(self.site).filter(key=asked) if asked else ()
        self.course = next(iter(found), None)

    def own_fields(self) -> list[forms.BoundField]:
        """The fields that the page draws before the dialog."""
        asked = ("comment",) if self.course else ("direction", "comment")
        return [self[name] for name in ("name", "surname", "email", "phone", *asked)]

    def clean_email(self) -> str:
        try:
            return parse_email(self.cleaned_data["email"]).address
        except EmailError as error:
            raise ValidationError(str(error.sentence)) from None

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"], mobile_only=True).e164
        except PhoneError as error:
            raise ValidationError(str(error.sentence)) from None

    def clean_course_key(self) -> str:
        """The course's key; empty for a course that left the site meanwhile, so that nobody is sent away by that."""
        return self.course.key if self.course else ""

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the field that nobody sees."""
        return bool(self.cleaned_data[TRAP])

    def read_application(self) -> Application:
        """What was typed; of a valid form."""
        typed = self.cleaned_data
        names = ("name", "surname", "email", "phone", "comment", "direction", "course_key")
        if self.course:
            course = self.course.title
        else:
            course = dict(self.fields["direction"].choices).get(typed["direction"], "") if typed["direction"] else ""  # type: ignore[attr-defined]
        return Application(
            **{name: typed[name] for name in names}, course=course, representative=self.read_representative()
        )
