"""Forms of these pages. Each asks for the person anew, so that nothing personal stands in an address."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.doors.desk.third_parties.person import AboutPersonForm
from lerna.doors.look.consent_form import read_language
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.disclosures.models import TEXT_LENGTH
from lerna.privacy.recipients.disclosures.operations import Demand, Hiding
from lerna.privacy.recipients.disclosures.queries import list_givable
from lerna.privacy.recipients.paper.models import Kind, Manner
from lerna.privacy.recipients.paper.operations import Sheet


def _line(label: Any, *, help_text: Any = "", required: bool = True) -> forms.CharField:  # noqa: ANN401 -- Django's
    return forms.CharField(label=label, max_length=TEXT_LENGTH, help_text=help_text, required=required)


def _day(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:  # noqa: ANN401
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=widget, input_formats=["%Y-%m-%d"]
    )


class HidingForm(forms.Form):
    """By which law the person isn't told, and until when."""

    law = _line(_("Law that forbids to tell the person"), help_text=_("Law and article."))
    review_on = _day(_("Day of review"), help_text=_("After this day the person sees it, unless it is hidden anew."))

    def read_hiding(self) -> Hiding:
        """Of a valid form."""
        return Hiding(self.cleaned_data["law"], self.cleaned_data["review_on"])


class DisclosureForm(AboutPersonForm):
    """A demand of a state body or court, as one of the staff has examined it."""

    requester = _line(_("Who demands it"), help_text=_("Body and office, as in the document."))
    ground = _line(_("By which law"), help_text=_("Law and article."))
    document = _line(_("Number of the document"))
    document_on = _day(_("Date of the document"))
    columns = forms.MultipleChoiceField(
        label=_("What is given"), error_messages={"required": _("Choose at least one thing that is given.")}
    )
    law = _line(_("Law that forbids to tell the person"), help_text=_("Leave it empty if no law does."), required=False)
    review_on = _day(
        _("Day of review"), help_text=_("After this day the person sees it, unless it is hidden anew."), required=False
    )
    detail_names: ClassVar = ("contact", "requester", "ground", "document", "document_on")
    hiding_names: ClassVar = ("law", "review_on")

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, company=company, purpose=Purpose.STATE_BODIES, **kwargs)
        self.givable = list_givable(company)
        self.fields["columns"].choices = [(one.label, one.label) for one in self.givable]  # type: ignore[attr-defined]

    def details(self) -> list[forms.BoundField]:
        """What is asked first."""
        return [self[name] for name in self.detail_names]

    def hiding(self) -> list[forms.BoundField]:
        """What is asked where a law forbids to tell the person."""
        return [self[name] for name in self.hiding_names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("law")) != bool(cleaned.get("review_on")):
            raise ValidationError(_("To hide it takes both: a law that orders it, and a day of review."))
        return cleaned

    def read_demand(self) -> Demand:
        """Of a valid form."""
        given = self.cleaned_data
        return Demand(
            requester=given["requester"],
            ground=given["ground"],
            document=given["document"],
            document_on=given["document_on"],
            columns=given["columns"],
        )

    def read_hiding(self) -> Hiding | None:
        """Of a valid form; None where no law forbids to tell the person."""
        given = self.cleaned_data
        return Hiding(given["law"], given["review_on"]) if given["law"] else None


class PaperForm(AboutPersonForm):
    """An extract on paper, or what was done by hand."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices)
    work = forms.ChoiceField(label=_("For what purpose"))
    categories = forms.MultipleChoiceField(label=_("Which data"), widget=forms.CheckboxSelectMultiple)
    reason = _line(_("Why by paper or by hand"), help_text=_("For example: the contract is signed by hand."))
    happened_on = _day(_("Day"))
    place = _line(_("Where the paper lies"), help_text=_("For an extract."), required=False)
    keep_until = _day(
        _("Kept until"), help_text=_("For an extract; no longer than the data themselves."), required=False
    )
    names: ClassVar = ("contact", "kind", "work", "categories", "reason", "happened_on", "place", "keep_until")

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, company=company, purpose=Purpose.CONSENT_PROOF, **kwargs)
        terms, language = terms_for(company), read_language()
        works = [own for own in terms.purposes if not own.depersonalized_only]
        self.fields["work"].choices = [(own.key.value, own.title.in_language(language)) for own in works]  # type: ignore[attr-defined]
        self.fields["categories"].choices = [  # type: ignore[attr-defined]
            (category.key.value, category.title.in_language(language)) for category in terms.categories
        ]

    def before(self) -> list[forms.BoundField]:
        """What is asked before the boxes."""
        return [self[name] for name in self.names[:3]]

    def after(self) -> list[forms.BoundField]:
        """What is asked after them."""
        return [self[name] for name in self.names[4:]]

    def read_sheet(self) -> Sheet:
        """Of a valid form."""
        given = self.cleaned_data
        return Sheet(
            purpose=Purpose(given["work"]),
            categories=list(map(Category, given["categories"])),
            reason=given["reason"],
            happened_on=given["happened_on"],
            place=given["place"],
            keep_until=given["keep_until"],
        )


class DestroyForm(forms.Form):
    """How the paper was destroyed."""

    manner = forms.ChoiceField(label=_("How it was destroyed"), choices=Manner.choices)


class FiguresForm(forms.Form):
    """By what people are counted, and for whom the table is."""

    table = forms.ChoiceField(label=_("By what people are counted"))
    recipient = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's
        tables: list[tuple[str, str]],
        recipients: list[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = tables  # type: ignore[attr-defined]
        self.fields["recipient"].choices = recipients  # type: ignore[attr-defined]
