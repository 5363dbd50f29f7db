"""Whom the staff seek and why; what a person demanded of them by word or on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.accounts.looks.reasons import list_reasons
from lerna.accounts.models import WORDS_LENGTH
from lerna.companies.models import Company
from lerna.doors.desk.requests.forms import LANGUAGES, SearchForm
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.requests.forms import DemandForm
from lerna.privacy.consents.models import Channel
from lerna.privacy.policy.narrowing import terms_for


class LookForm(SearchForm):
    """The reason stands under its purpose; nothing is shown without one."""

    reason = forms.ChoiceField(label=_("For what, and why"))
    words = forms.CharField(
        label=_("In your own words"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Such as the number of the case. The person reads it in their account."),
    )

    def __init__(self, *args: Any, company: Company, role: str, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **kwargs)
        language, purposes = read_language(), {own.key: own for own in terms_for(company).purposes}
        groups: dict[str, list[tuple[str, str]]] = {}
        for reason in list_reasons(role):
            if own := purposes.get(reason.purpose):
                title = own.title.in_language(language)
                groups.setdefault(title, []).append((reason.key, reason.title.in_language(language)))
        self.fields["reason"] = forms.ChoiceField(
            label=self.fields["reason"].label, choices=[("", _("choose")), *groups.items()]
        )


class TakenDownForm(DemandForm):
    """What the person demanded, and that it was seen who they are (clause 6.8)."""

    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGES)
    channel = forms.ChoiceField(
        label=_("How it was demanded"),
        choices=((Channel.DESK, _("told to the staff")), (Channel.PAPER, _("on paper"))),
    )
    seen = forms.BooleanField(label=_("I have seen the signed statement and know who asks."))
