"""What is asked of whoever posts; every form says before it who will see the post, and by what name (clause 8.1-г)."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.consent_form import read_language
from lerna.school.feedback.models import MOST_STARS, NAME_LENGTH, TEXT_LENGTH
from lerna.school.feedback.operations.comments import Remark
from lerna.school.feedback.operations.reviews import Opinion
from lerna.school.feedback.rules import load_rules

NOBODYS = _("Learner")  # who chose no name


class PostForm(forms.Form):
    """The words, and the name that stands above them."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Please write something.")},
    )
    name = forms.CharField(
        label=_("Shown by the name"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "nickname"}),
        help_text=_("Any name you like. Without one you are simply “Learner”; your real name is never shown."),
    )

    def clean_name(self) -> str:
        """A name that passes for nobody of the school."""
        name: str = " ".join(self.cleaned_data["name"].split())
        if any(word in name.casefold() for word in load_rules().reserved_names):
            raise ValidationError(_("This name would pass for somebody of the school. Please choose another."))
        return name


class CommentForm(PostForm):
    """A comment, or an answer to one."""

    follows = forms.BooleanField(label=_("Write to me when the talk goes on"), required=False)
    answers = forms.UUIDField(required=False, widget=forms.HiddenInput)
    block = forms.SlugField(required=False, widget=forms.HiddenInput)

    def read_remark(self) -> Remark:
        """What was typed; of a valid form."""
        return Remark(**self.cleaned_data)


class EditForm(forms.Form):
    """A comment's words anew."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Please write something.")},
    )


class ReviewForm(PostForm):
    """A review: stars, words, name, and the consent to publish it, never ticked by us (law 94-V, art. 7(6))."""

    stars = forms.TypedChoiceField(
        label=_("How do you like the course?"),
        coerce=int,
        choices=[(stars, "★" * stars) for stars in range(MOST_STARS, 0, -1)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose from one star to five.")},
    )
    agreed = forms.BooleanField(
        error_messages={"required": _("Without this consent the review isn't published, and we keep none of it.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your review")
        self.fields["agreed"].label = load_rules().consent["review"].in_language(read_language())

    def read_opinion(self) -> Opinion:
        """What was typed; of a valid form."""
        typed = self.cleaned_data
        return Opinion(stars=typed["stars"], text=typed["text"], name=typed["name"])


def blank_comment(name: str, *, block: str = "", answers: UUID | None = None) -> CommentForm:
    """An empty form for this place; on one page each has ids of its own."""
    place = answers.hex if answers else f"talk{block}"
    initial = {"name": name, "block": block, "answers": answers}
    return CommentForm(initial=initial, auto_id=f"id_{place}_%s")
