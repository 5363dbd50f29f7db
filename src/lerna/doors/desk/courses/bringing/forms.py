"""What an author wishes of a package that comes in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company, Site
from lerna.doors.desk.courses.forms import key_field
from lerna.school.exchange.reading import Wishes


class PackageForm(forms.Form):
    """A file and what it can't know. A folder of our own format says all of it itself."""

    file = forms.FileField(
        label=_("Package"),
        widget=forms.FileInput({"accept": ".zip,.imscc,.gz,.tgz,.tar"}),
        help_text=_("A ZIP or tar.gz of at most 500 MB: a course folder, Open edX, Common Cartridge or SCORM."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
            "missing": _("Choose a file."),
        },
    )
    sites = forms.ModelMultipleChoiceField(
        label=_("On which sites"), queryset=Site.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    key = key_field(_("Address"))
    language = forms.ChoiceField(label=_("Language of teaching"), required=False)
    only_try = forms.BooleanField(label=_("Only try it: say what would happen, change nothing"), required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        sites: Any = self.fields["sites"]
        sites.queryset = Site.objects.filter(company=company).served().order_by("place")
        sites.label_from_instance = lambda one: one.brand_name
        language: Any = self.fields["language"]
        language.choices = [("", _("as the package says")), *settings.LANGUAGES]
        self.fields["key"].required = False
        self.fields["key"].help_text = _("Empty: as the package says. Name a course that stands here to renew it.")

    def read_wishes(self) -> Wishes:
        """Of a valid form."""
        data = self.cleaned_data
        sites = tuple(site.key for site in data["sites"])
        return Wishes(key=data["key"], language=data["language"] or None, sites=sites)
