"""What a curator fills in about a work."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.studies.works import Scored
from lerna.school.learning.assignments.models import PHRASE_LENGTH, Phrase, Review
from lerna.school.learning.assignments.reviewing import Verdict

LONGEST_COMMENT = 20_000  # characters
_POINTS = "points-"
_POINTS_INPUT = {"inputmode": "decimal", "autocomplete": "off", "data-points": ""}


class _PhrasesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes none at run time
    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- Django's signature
        return str(obj.text)


class ReviewForm(forms.Form):
    """Points for each line of the rubric, words, and phrases said often, which are put after the words."""

    comment = forms.CharField(
        label=_("Words to the learner"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 8})
    )
    phrases = _PhrasesField(
        Phrase.objects.none(), label=_("Phrases"), required=False, widget=forms.CheckboxSelectMultiple
    )
    decision = forms.ChoiceField(choices=Review.Decision.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scores: Sequence[Scored], owner: UUID, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.scores = scores
        for one in scores:
            self.fields[_POINTS + one.key] = forms.DecimalField(
                label=one.title, min_value=0, max_value=one.most, max_digits=7, decimal_places=2, required=False,
                localize=True, widget=forms.TextInput(_POINTS_INPUT),
            )  # fmt: skip
        phrases: Any = self.fields["phrases"]
        phrases.queryset = Phrase.objects.filter(owner=owner)

    @property
    def points(self) -> Iterator[tuple[forms.BoundField, int]]:
        """The field of each line with what it gives at most."""
        for one in self.scores:
            yield self[_POINTS + one.key], one.most

    def clean(self) -> dict[str, Any]:
        """An accepted work has all its points, one that comes back has words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        for one in self.scores:
            name = _POINTS + one.key
            if decision == Review.Decision.ACCEPT and name in cleaned and cleaned[name] is None:
                self.add_error(name, _("An accepted work needs points here."))
        if decision == Review.Decision.RETURN and not self._words():
            self.add_error("comment", _("Write what to mend: without a word the learner can't."))
        return cleaned

    def read_verdict(self) -> Verdict:
        """What the form says, once it is valid."""
        given: dict[str, Decimal | None] = {one.key: self.cleaned_data[_POINTS + one.key] for one in self.scores}
        return Verdict(
            decision=Review.Decision(self.cleaned_data["decision"]),
            points={key: value for key, value in given.items() if value is not None},
            comment=self._words(),
        )

    def _words(self) -> str:
        said = [self.cleaned_data.get("comment", "").strip()]
        said += [phrase.text for phrase in self.cleaned_data.get("phrases") or ()]
        return "\n\n".join(filter(None, said))


class PhraseForm(forms.Form):
    text = forms.CharField(
        label=_("A phrase to say again"), max_length=PHRASE_LENGTH, widget=forms.Textarea({"rows": 2})
    )
