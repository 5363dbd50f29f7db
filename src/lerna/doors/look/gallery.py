"""What the gallery shows: invented data for each component."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _


class GalleryForm(forms.Form):
    """Each kind of field once."""

    name = forms.CharField(label=_("First name"))
    email = forms.EmailField(label=_("Email address"), help_text=_("The answer comes here."))
    course = forms.ChoiceField(label=_("Direction"), choices=[("design", _("Design")), ("code", _("Programming"))])
    way = forms.ChoiceField(
        label=_("Direction"), widget=forms.RadioSelect, choices=[("design", _("Design")), ("code", _("Programming"))]
    )
    note = forms.CharField(label=_("Message"), widget=forms.Textarea, required=False)
    locked = forms.CharField(label=_("Number of the request"), initial="2026-0001", disabled=True, required=False)
    agree = forms.BooleanField(label=_("I am 18 or older"), help_text=_("We don't ask for your date of birth."))


def build_gallery() -> dict[str, Any]:
    """Context of the gallery beside its forms."""
    return {
        "tab_items": [(_("Program"), "#tabs", True), (_("Teachers"), "#tabs", False), (_("Reviews"), "#tabs", False)],
        "middle_page": Paginator(range(200), 10).get_page(8),
        "paid": (date(2026, 1, 3), date(2026, 2, 3)),
        "payments": ((_("Graphic design"), 48), (_("Programming"), 31), (_("Design"), 0)),
        "tones": ("plain", "brand", "good", "warn", "bad"),
    }
