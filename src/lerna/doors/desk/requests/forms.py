"""What the staff fill in about requests."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.accounts.queries import Colleague
from lerna.companies.models import Company
from lerna.doors.look.consent_form import read_language
from lerna.kit.emails import EmailError, parse_email
from lerna.kit.phones import PhoneError, parse_phone
from lerna.privacy.requests.desk.queue import Filters, Stage, When
from lerna.privacy.requests.file import RequestFile
from lerna.privacy.requests.kinds.rules import FOR_UNVERIFIED, load_rules
from lerna.privacy.requests.models import TEXT_LENGTH, Kind, State

LANGUAGES = (("ru", "Русский"), ("kk", "Қазақша"), ("en", "English"))
NOBODY = "nobody"
LONGEST_ANSWER = 4 * TEXT_LENGTH


class QueueForm(forms.Form):
    """The queue's filters; in the address, so nothing personal is among them."""

    stage = forms.ChoiceField(
        label=_("How far"),
        required=False,
        choices=(
            (Stage.OPEN, _("everything open")),
            (Stage.TO_DO, _("waits for an answer")),
            (Stage.WAITING, _("waits for identity")),
            (Stage.SENDING, _("answered, not closed")),
            (Stage.CLOSED, _("closed")),
        ),
    )
    when = forms.ChoiceField(
        label=_("By when"),
        required=False,
        choices=(
            ("", _("any day")),
            (When.LATE, _("late")),
            (When.TODAY, _("today")),
            (When.WEEK, _("within seven days")),
        ),
    )
    kind = forms.ChoiceField(label=_("What is demanded"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    assigned = forms.ChoiceField(label=_("Who works on it"), required=False)

    def __init__(self, *args: Any, company: Company, staff: tuple[Colleague, ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        language = read_language()
        kinds = [(rules.kind.value, rules.title.in_language(language)) for rules in load_rules().kinds.values()]
        people = [(str(one.id), one.name) for one in staff]
        for name, choices in (
            ("kind", [("", _("everything")), *kinds]),
            ("site", [("", _("all sites")), *company.sites.order_by("place").values_list("key", "brand_name")]),
            ("assigned", [("", _("anybody")), (NOBODY, _("nobody yet")), *people]),
        ):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, required=False, choices=choices)

    def read_filters(self) -> Filters:
        """What was chosen; what isn't a choice counts as not chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        assigned = chosen.get("assigned", "")
        return Filters(
            kind=Kind(chosen["kind"]) if chosen.get("kind") else None,
            stage=Stage(chosen.get("stage") or Stage.OPEN),
            when=When(chosen["when"]) if chosen.get("when") else None,
            site=chosen.get("site", ""),
            assigned_to=UUID(assigned) if assigned not in {"", NOBODY} else None,
            nobody=assigned == NOBODY,
        )


class SearchForm(forms.Form):
    """A request's number, an e-mail or a phone."""

    sought = forms.CharField(
        label=_("Number, e-mail or phone"), max_length=254, widget=forms.TextInput({"autocomplete": "off"})
    )
    number, email, phone = "", "", ""

    def clean_sought(self) -> str:
        """Finds out which of the three it is."""
        typed: str = self.cleaned_data["sought"].strip()
        try:
            if "@" in typed:
                self.email = parse_email(typed).address
            elif typed[:1].isalpha():
                self.number = typed
            else:
                self.phone = parse_phone(typed).e164
        except (EmailError, PhoneError) as error:
            raise ValidationError(str(error.sentence)) from None
        return typed


class AssignForm(forms.Form):
    """To whom the request is given."""

    to = forms.ChoiceField(label=_("Give it to"))

    def __init__(self, *args: Any, staff: tuple[Colleague, ...], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(
            label=self.fields["to"].label, choices=[(str(one.id), one.name) for one in staff]
        )


class NoteForm(forms.Form):
    """A note for the colleagues."""

    text = forms.CharField(
        label=_("Note"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For colleagues; the person sees it in their file too."),
    )


class NameForm(forms.Form):
    """What a letter that a machine didn't understand demands."""

    kind = forms.ChoiceField(
        label=_("The letter demands"),
        help_text=_("The terms of what you choose run from the day on which the letter came."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **kwargs)
        language = read_language()
        offered = load_rules().offered.items()
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label,
            help_text=self.fields["kind"].help_text,
            choices=[("", "–"), *((kind.value, rules.title.in_language(language)) for kind, rules in offered)],
        )


class AnswerForm(forms.Form):
    """The answer, begun from a draft."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 10}),
        help_text=_(
            "Greeting, number and the way to complain are added by the letter. An empty line parts paragraphs."
        ),
    )

    def clean_text(self) -> str:
        """Nothing of the draft may be left to fill in."""
        text: str = self.cleaned_data["text"]
        if "[…]" in text:
            raise ValidationError(_("Please replace […] by your own words: the person would read it."))
        return text


class RefusalForm(forms.Form):
    """On what ground, and what else there is to say."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your own words"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Follows after the ground; the letter says how to complain."),
    )

    def __init__(self, *args: Any, file: RequestFile, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **kwargs)
        language = read_language()
        is_known = file.state != State.RECEIVED  # else there are two grounds alone
        self.fields["ground"] = forms.ChoiceField(
            label=self.fields["ground"].label,
            widget=forms.RadioSelect,
            choices=[
                (ground.key, f"{ground.reason.in_language(language)} ({ground.source.cite(language)})")
                for ground in file.rules.grounds
                if is_known or ground.key in FOR_UNVERIFIED
            ],
        )
