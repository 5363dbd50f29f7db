"""What the officer fills in about an incident. No text takes an address or a number of a person."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.doors.desk.incidents.words import DANGERS, ORIGINS, SOURCES, name_table
from lerna.doors.look.consent_form import read_language
from lerna.kit import clock
from lerna.privacy.incidents.models import TEXT_LENGTH, Danger, Incident, Nature, Origin, Source
from lerna.privacy.incidents.operations import Finding, Judgment
from lerna.privacy.incidents.rules import load_rules
from lerna.privacy.incidents.scope.counting import Question
from lerna.privacy.incidents.scope.tables import list_exposable
from lerna.privacy.incidents.words import NamesSomebodyError, check_words

NO_NAMES = _("What happened, and never to whom: no names, addresses or numbers of people.")
_MOMENT = "%Y-%m-%dT%H:%M"  # as browsers send `datetime-local`


class WordsField(forms.CharField):
    """A text that names nobody."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(**{"max_length": TEXT_LENGTH, "widget": forms.Textarea({"rows": 4}), **kwargs})

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        try:
            return check_words(super().clean(value))
        except NamesSomebodyError:
            raise ValidationError(
                _("This holds what looks like somebody's address or number; write it without.")
            ) from None


class MomentField(forms.DateTimeField):
    """A day and a time in Kazakhstan, in the browser's own field."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        widget = forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT)
        super().__init__(**{"widget": widget, "input_formats": [_MOMENT], **kwargs})

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- as above
        return clock.to_local(value).strftime(_MOMENT) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:  # noqa: ANN401 -- as above
        typed = forms.CharField(required=False).clean(value)
        try:
            return datetime.strptime(typed, _MOMENT).replace(tzinfo=clock.ZONE) if typed else None
        except ValueError:
            raise ValidationError(_("Please choose a day and a time.")) from None


class FindingForm(forms.Form):
    """What somebody told the officer."""

    origin = forms.ChoiceField(
        label=_("Who found it"), choices=[(key, ORIGINS[key]) for key in Origin if key is not Origin.SIGNAL]
    )
    happened_at = MomentField(label=_("When it happened"), required=False)
    story = WordsField(
        label=_("What happened, in words"), help_text=NO_NAMES,
        error_messages={"required": _("Please write what happened.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        self.fields["nature"] = _nature_field()

    def clean_happened_at(self) -> datetime | None:
        """Nothing has happened tomorrow."""
        happened: datetime | None = self.cleaned_data["happened_at"]
        if happened is not None and happened > clock.now():
            raise ValidationError(_("This moment hasn't come yet."))
        return happened

    def read(self) -> Finding:
        """Of a valid form."""
        typed = self.cleaned_data
        return Finding(
            origin=Origin(typed["origin"]), nature=Nature(typed["nature"]), story=typed["story"],
            happened_at=typed["happened_at"],
        )  # fmt: skip


class NoteForm(forms.Form):
    """A note, or a measure with what there is to say of it."""

    note = WordsField(label=_("In words"), help_text=NO_NAMES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        language = read_language()
        measures = [(key, title.in_language(language)) for key, title in load_rules().measures.items()]
        self.fields["measure"] = forms.ChoiceField(
            label=_("Measure"), required=False, choices=[("", _("none, only a note")), *measures]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("note") and not cleaned.get("measure") and not self.errors:
            raise ValidationError(_("Choose a measure, or write a note."))
        return cleaned


class ScopeForm(forms.Form):
    """Whose data: a question to the ledger, or to tables."""

    source = forms.ChoiceField(label=_("Whose data"), choices=[(key, SOURCES[key]) for key in Source])
    since = MomentField(label=_("From"))
    until = MomentField(label=_("Until"))
    screen = forms.SlugField(
        label=_("On which screen"),
        required=False,
        help_text=_("As the evidence names it, such as leads."),
    )
    recipient = forms.SlugField(
        label=_("Short name of the third party"), required=False, help_text=_("Only for data that went to one.")
    )

    def __init__(self, *args: Any, staff: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        self.fields["staff"] = forms.ChoiceField(
            label=_("Looked at by"), required=False, choices=[("", _("anybody of the staff")), *staff]
        )
        self.fields["tables"] = forms.MultipleChoiceField(
            label=_("Which tables"), required=False, widget=forms.CheckboxSelectMultiple, choices=_list_tables(),
            help_text=_("Only for exposed tables: who has records there and came before the end of the time."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since >= until:
            self.add_error("until", _("This must be later than the beginning."))
        if cleaned.get("source") == Source.TABLES and not cleaned.get("tables"):
            self.add_error("tables", _("Choose at least one table."))
        return cleaned

    def read(self) -> Question:
        """Of a valid form; what doesn't belong to the kind of question is left out."""
        typed = self.cleaned_data
        source = Source(typed["source"])
        return Question(
            source=source, since=typed["since"], until=typed["until"],
            staff=typed["staff"] if source is Source.LOOKS else "",
            screen=typed["screen"] if source is Source.LOOKS else "",
            recipient=typed["recipient"] if source is Source.TRANSFERS else "",
            tables=tuple(typed["tables"]) if source is Source.TABLES else (),
        )  # fmt: skip


class JudgmentForm(forms.Form):
    """How dangerous it is, and why."""

    danger = forms.ChoiceField(
        label=_("How dangerous is it to people?"), widget=forms.RadioSelect,
        choices=[(key, DANGERS[key]) for key in Danger],
        error_messages={"required": _("Please choose one.")},
    )  # fmt: skip
    reasons = WordsField(
        label=_("Why"), help_text=NO_NAMES, error_messages={"required": _("A judgment has its reasons.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        language = read_language()
        self.fields["nature"] = _nature_field()
        self.fields["consequences"] = forms.MultipleChoiceField(
            label=_("What it may lead to"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(key, own.title.in_language(language)) for key, own in load_rules().consequences.items()],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("danger") == Danger.HIGH and not cleaned.get("consequences"):
            self.add_error("consequences", _("Choose at least one: the people read what it may lead to."))
        return cleaned

    def read(self) -> Judgment:
        """Of a valid form."""
        typed = self.cleaned_data
        return Judgment(
            danger=Danger(typed["danger"]), reasons=typed["reasons"], nature=Nature(typed["nature"]),
            consequences=tuple(typed["consequences"]),
        )  # fmt: skip


class SentForm(forms.Form):
    """By what way the notice went, and under which number it was received."""

    note = WordsField(
        label=_("How it was sent, and under which number it was received"), help_text=NO_NAMES,
        error_messages={"required": _("Please write how it was sent.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the notice"), choices=(("ru", "Русский"), ("kk", "Қазақша")))


class CloseForm(forms.Form):
    """The last word."""

    note = WordsField(label=_("What was learned"), help_text=NO_NAMES, required=False)


def suggest_window(incident: Incident) -> dict[str, object]:
    """About which time the question to the ledger is at first: the day before it was found."""
    happened = incident.happened_at or incident.found_at - timedelta(days=1)
    return {"since": happened, "until": incident.found_at + timedelta(minutes=1)}


def _list_tables() -> list[tuple[str, str]]:
    return sorted(((name, name_table(name)) for name in list_exposable()), key=lambda choice: choice[1])


def _nature_field() -> forms.ChoiceField:
    language = read_language()
    choices = [(key, own.title.in_language(language)) for key, own in load_rules().natures.items()]
    return forms.ChoiceField(label=_("What happened to the data"), choices=choices)
