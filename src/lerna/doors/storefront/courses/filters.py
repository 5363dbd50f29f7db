"""What the catalogue's address asks for. A value that isn't known asks for nothing, so that an old link still opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.consent_form import read_language
from lerna.kit.money import Money, format_money
from lerna.school.catalogue.models import Course, Direction
from lerna.school.catalogue.queries import Wanted

STEPS = (25_000, 50_000, 100_000, 200_000, 400_000)  # tenge
QUERY_LENGTH = 100
LANGUAGES = {"ru": _("in Russian"), "kk": _("in Kazakh"), "en": _("in English")}
LEVELS = {Course.Level.BEGINNER: _("from scratch"), Course.Level.EXPERIENCED: _("for those with experience")}
_STARTS = {"now": _("right away"), "soon": _("within a month"), "later": _("later than in a month")}
_ORDERS = {"": _("fitting first"), "start": _("nearest start"), "price": _("cheapest first"), "title": _("by title")}
_ANY = ("", _("any"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is set: its name, what it says, and the catalogue's question without it."""

    name: str
    label: str
    without: str


class CatalogForm(forms.Form):
    """Search, filters and order; every field by choice."""

    q = forms.CharField(label=_("Search"), max_length=QUERY_LENGTH, required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[_ANY, *LEVELS.items()], required=False)
    language = forms.ChoiceField(label=_("Language of teaching"), choices=[_ANY, *LANGUAGES.items()], required=False)
    starts = forms.ChoiceField(label=_("Starts"), choices=[_ANY, *_STARTS.items()], required=False)
    most = forms.TypedChoiceField(label=_("Price"), coerce=int, required=False)
    free = forms.BooleanField(label=_("With a free lesson"), required=False)
    order = forms.ChoiceField(label=_("Order"), choices=[*_ORDERS.items()], required=False)

    def __init__(self, data: QueryDict, *, directions: list[Direction]) -> None:
        super().__init__(data)
        language = read_language()
        sums = [(step, format_money(Money.from_tenge(step), language)) for step in STEPS]
        self.fields["direction"].choices = [  # type: ignore[attr-defined]  # of a ChoiceField
            _ANY, *((each.key, each.title.in_language(language)) for each in directions),
        ]  # fmt: skip
        self.fields["most"].choices = [  # type: ignore[attr-defined]  # likewise
            _ANY, *((str(step), _("up to %(sum)s") % {"sum": written}) for step, written in sums),
        ]  # fmt: skip
        self.is_valid()
        self.typed = {name: value for name in self.fields if (value := self.cleaned_data.get(name))}

    def read_wanted(self, *, without: str = "") -> Wanted:
        """The filters, but for this one; search and order aren't among them."""
        names = {"free": "has_free_lesson"}
        kept = {name: value for name, value in self.typed.items() if name not in {"q", "order", without}}
        return Wanted(**{names.get(name, name): value for name, value in kept.items()})

    @property
    def filters(self) -> list[forms.BoundField]:
        """The fields that are drawn as selects, in their order."""
        return [self[name] for name in ("direction", "level", "language", "starts", "most", "order")]

    @property
    def question(self) -> str:
        """What of this the address says, in one spelling; without the page."""
        return write_question(self.typed)

    @property
    def words(self) -> str:
        """What was typed into the search."""
        return str(self.typed.get("q", ""))

    @property
    def order_by(self) -> str:
        """The order asked for; of a search without one, what fits the words best."""
        return str(self.typed.get("order", "words" if self.words else ""))

    def list_chosen(self) -> Iterator[Chosen]:
        """The filters that are set, each with the way to drop it."""
        for name in ("direction", "level", "language", "starts", "most", "free"):
            if name in self.typed:
                field = self.fields[name]
                choices = dict(getattr(field, "choices", ()))
                yield self._name(name, str(choices.get(str(self.typed[name]), field.label)))

    def list_words(self) -> Iterator[Chosen]:
        """The words that were typed, with the way to drop them; nothing where there are none."""
        if self.words:
            yield self._name("q", self.words)

    def _name(self, name: str, label: str) -> Chosen:
        return Chosen(name, label, write_question({other: one for other, one in self.typed.items() if other != name}))


def write_question(values: dict[str, object]) -> str:
    """These values as an address says them, such as `direction=design&free=on`."""
    return urlencode({name: "on" if value is True else str(value) for name, value in values.items()})
