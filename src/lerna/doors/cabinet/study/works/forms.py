"""What a learner hands in. Whatever was typed stays: a draft is saved even where something in it is wrong."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from lerna.doors.cabinet.study.works.shown import ShownVersion
from lerna.doors.look.studies.works import say_file_rules
from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.assignments.models import LINK_LENGTH, State
from lerna.school.learning.assignments.rules import load_rules

_ROWS = 12


class _FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Any number of files; which of them are taken, the room of works says."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # noqa: ANN401, ARG002 -- Django's signature
        return [one for one in data or [] if one]


class WorkForm(forms.Form):
    """The fields that the assignment takes, and no others."""

    text = forms.CharField(
        label=_("Your work in words"), required=False, strip=False, widget=forms.Textarea({"rows": _ROWS})
    )
    link = forms.CharField(
        label=_("A link to your work"),
        required=False,
        max_length=LINK_LENGTH,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        help_text=_("Open it to whoever has the link, or the curator won't see anything."),
    )
    uploads = _FilesField(label=_("Add files"), required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's
        assignment: Assignment,
        former: ShownVersion | None,
        **kwargs: Any,  # noqa: ANN401 -- Django's
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offered: dict[str, str] = {}
        for name, answering in (("text", "text"), ("link", "link"), ("uploads", "files")):
            if answering not in assignment.accepts:
                del self.fields[name]
        if "text" in self.fields:
            self.fields["text"].validators.append(_check_length)
        if "uploads" in self.fields:
            endings = ",".join(f".{ending}" for ending in sorted(load_rules().endings))
            self.fields["uploads"].widget = _FilesInput({"multiple": True, "accept": endings})
            self.fields["uploads"].help_text = say_file_rules()
            if former and former.files and former.version.state is State.RETURNED:  # a draft has its own already
                self._offered = {str(file.id): f"{file.name} ({size})" for file, size in former.files}
                self.fields["keep"] = _offer_files(self._offered)
                self.order_fields(("text", "link", "keep"))

    def name_kept(self, number: str) -> str:
        """What the offered file of this number is called."""
        return self._offered.get(number, "")

    @property
    def typed(self) -> tuple[str, str]:
        """Text and link."""
        return self.cleaned_data.get("text", "").replace("\r\n", "\n"), self.cleaned_data.get("link", "").strip()


def _offer_files(offered: dict[str, str]) -> forms.MultipleChoiceField:
    """The files of a version that came back, all of them ticked."""
    return forms.MultipleChoiceField(
        label=_("Files of the last version"),
        help_text=_("What is ticked is handed in again: you needn't add it anew."),
        choices=list(offered.items()),
        initial=list(offered),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def is_address(link: str) -> bool:
    """Whether a browser can follow it: http or https, with a host."""
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        return False
    return True


def _check_length(text: str) -> None:
    most = load_rules().most_characters
    if len(text) > most:
        raise ValidationError(
            _("The text has %(count)s characters, and %(most)s is the most. Put the rest into a file."),
            params={"count": formats.number_format(len(text)), "most": formats.number_format(most)},
        )
