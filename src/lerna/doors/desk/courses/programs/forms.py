"""Forms of a program. Its courses stand as hidden keys in their order, which the buttons beside them change."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company, Site
from lerna.school.catalogue.authoring.programs import ProgramPage
from lerna.school.catalogue.models import TITLE_LENGTH, Course

_STEPS = {"up": -1, "down": 1}
_WORDS = ("version", "title", "summary", "about", "language", "more")


class ProgramForm(forms.Form):
    """All that a program says; `keys` are those of its courses, in order."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = forms.CharField(
        label=_("In one or two sentences"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("For the card in the catalogue and for search engines."),
    )  # fmt: skip
    about = forms.CharField(
        label=_("About the program"), required=False, widget=forms.Textarea({"rows": 8}), help_text=_("Markdown.")
    )
    language = forms.ChoiceField(label=_("Language of teaching"), choices=settings.LANGUAGES)
    more = forms.ChoiceField(label=_("One more course"), required=False)
    sites = forms.ModelMultipleChoiceField(
        label=_("On which sites"), queryset=Site.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_shown = forms.BooleanField(label=_("Visitors see it in the catalogue"), required=False)

    def __init__(self, *args: Any, company: Company, keys: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        known = {course.key: course for course in Course.objects.filter(company=company).order_by("title", "key")}
        self.courses = [known[key] for key in dict.fromkeys(keys) if key in known]
        self.others = {key: course for key, course in known.items() if course not in self.courses}
        more: Any = self.fields["more"]
        more.choices = [("", _("Choose a course")), *((key, course.title) for key, course in self.others.items())]
        sites: Any = self.fields["sites"]
        sites.queryset = Site.objects.filter(company=company).served().order_by("place")
        sites.label_from_instance = lambda one: one.brand_name

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("is_shown") and not (self.courses or data.get("more")):
            raise ValidationError(_("Add a course before visitors see the program."))
        if data.get("is_shown") and not data.get("sites"):
            self.add_error("sites", _("Tick at least one site, or nobody sees the program."))
        return data

    def read_page(self) -> ProgramPage:
        """Of a valid form. A course that was chosen and not yet added stands last."""
        data = self.cleaned_data
        chosen = [self.others[data["more"]]] if data["more"] else []
        return ProgramPage(
            **{name: data[name] for name in ("title", "summary", "about", "language", "is_shown")},
            courses=[*self.courses, *chosen],
            sites=list(data["sites"]),
        )


def write_initial(version: int, page: ProgramPage) -> dict[str, Any]:
    """The program as it stands, for the form."""
    words = {name: getattr(page, name) for name in ("title", "summary", "about", "language", "is_shown")}
    return {**words, "version": version, "sites": [site.pk for site in page.sites]}


def read_typed(posted: QueryDict) -> dict[str, Any]:
    """What was typed so far, for a form that nobody has finished."""
    words = {name: posted.get(name, "") for name in _WORDS}
    return {**words, "sites": posted.getlist("sites"), "is_shown": "is_shown" in posted}


def say_page(page: ProgramPage) -> dict[str, str]:
    """What the program says, each thing in words by its label."""
    names = [f"{place}. {course.title}" for place, course in enumerate(page.courses, 1)]
    return {
        gettext("Title"): page.title,
        gettext("In one or two sentences"): page.summary,
        gettext("About the program"): page.about,
        gettext("Language of teaching"): str(dict(settings.LANGUAGES)[page.language]),
        gettext("Courses, in their order"): "\n".join(names),
        gettext("On which sites"): ", ".join(site.brand_name for site in page.sites),
        gettext("Visitors see it in the catalogue"): gettext("yes") if page.is_shown else gettext("no"),
    }


def press(keys: Sequence[str], button: str, typed: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Keys and words after a button: `up:<key>`, `down:<key>`, `remove:<key>`, or `add` for the course chosen."""
    what, _colon, key = button.partition(":")
    others = [one for one in keys if one != key]
    if what == "add" and typed["more"]:
        return [*keys, typed["more"]], {**typed, "more": ""}
    if what == "remove":
        return others, dict(typed)
    if what in _STEPS and key in keys:
        others.insert(max(keys.index(key) + _STEPS[what], 0), key)
        return others, dict(typed)
    return list(keys), dict(typed)
