"""Fields of a question's form. Each is named as what it fills in the question's values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LONGEST = 10_000  # letters
_MOST_POINTS = 1000
_ALL = 100  # percent


class WrittenField(forms.CharField):
    """Words of an author's; browsers send line ends of their own, which the format doesn't have."""

    def __init__(self, label: Any, *, rows: int = 0, **kwargs: Any) -> None:  # noqa: ANN401 -- a lazy text
        widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
        super().__init__(label=label, max_length=_LONGEST, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        return (super().to_python(value) or "").replace("\r\n", "\n")


class QuestionForm(forms.Form):
    """What every question has."""

    text = WrittenField(_("Question"), rows=4, help_text=_("Markdown."))
    points = forms.IntegerField(label=_("Points"), min_value=0, max_value=_MOST_POINTS, initial=1)
    explanation = WrittenField(_("Explanation, shown after the answer"), rows=3, required=False)


class TrueFalseForm(QuestionForm):
    is_true = forms.TypedChoiceField(
        label=_("Right is"),
        choices=[("True", _("true")), ("False", _("false"))],
        coerce=lambda word: word == "True",
        initial="True",
    )
    feedback = WrittenField(_("Said to whoever is right"), rows=2, required=False)


class GapsForm(QuestionForm):
    text = WrittenField(
        _("Text with gaps"), rows=6,
        help_text=_("A gap is written [[word]]; other right forms come after a slash: [[word/other form]]."),
    )  # fmt: skip


class PointForm(QuestionForm):
    """`files` are the pictures of the library: how each is named in a lesson, and how it is called."""

    file = forms.ChoiceField(label=_("Picture"))
    alt = WrittenField(_("What the picture shows, without the answer"))

    def __init__(self, *args: Any, files: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["file"]
        choice.choices = [("", _("Choose from the media library")), *files]


class FormulaForm(QuestionForm):
    formula = WrittenField(_("Right formula"), help_text=_("Such as 2*x + 1; another way of writing it is right too."))


class RowForm(forms.Form):
    """One of several; a row in which nothing stands doesn't count."""

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values())


class HintForm(RowForm):
    text = WrittenField(_("Hint"), rows=2, required=False)


class ChoiceForm(RowForm):
    text = WrittenField(_("Choice"), rows=2, required=False)
    is_right = forms.BooleanField(label=_("This is right"), required=False)
    feedback = WrittenField(_("Said to whoever chose it"), rows=2, required=False)


class AcceptedForm(RowForm):
    text = WrittenField(_("Accepted answer"), required=False)
    feedback = WrittenField(_("Said to whoever gave it"), rows=2, required=False)


class NumberForm(RowForm):
    value = WrittenField(_("Right number"), required=False)
    tolerance = WrittenField(_("Give or take"), required=False, help_text=_("Such as 0.05; empty: exactly."))
    feedback = WrittenField(_("Said to whoever gave it"), rows=2, required=False)

    def clean_tolerance(self) -> str:
        return self.cleaned_data["tolerance"] or ("0" if self.cleaned_data.get("value") else "")


class PairForm(RowForm):
    left = WrittenField(_("On the left"), required=False)
    right = WrittenField(_("Belongs to it"), required=False)


class ItemForm(RowForm):
    text = WrittenField(_("Item"), rows=2, required=False)


class FiguresForm(RowForm):
    """A row of which all or nothing is filled in."""

    @property
    def is_blank(self) -> bool:
        return all(value in {None, ""} for value in self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.is_blank and any(value in {None, ""} for value in data.values()):
            raise ValidationError(_("Fill in the whole row, or leave all of it empty."))
        return data


def _percent(label: Any) -> forms.FloatField:  # noqa: ANN401 -- a lazy text
    return forms.FloatField(label=label, min_value=0, max_value=_ALL, required=False)


class AreaForm(FiguresForm):
    left = _percent(_("From the left, %"))
    top = _percent(_("From the top, %"))
    width = _percent(_("Width, %"))
    height = _percent(_("Height, %"))


class RangeForm(FiguresForm):
    name = WrittenField(_("Letter"), required=False)
    low = forms.FloatField(label=_("From this number"), required=False)
    high = forms.FloatField(label=_("Up to this number"), required=False)
