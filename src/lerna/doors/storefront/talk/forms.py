"""What a visitor without an account fills in to write to the school."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.consent_form import ConsentForm
from lerna.doors.look.talk.forms import ClaimForm, MessageForm, StrangerFields
from lerna.privacy.policy.purposes import Purpose


class StrangersMessageForm(MessageForm, StrangerFields, ConsentForm):
    """A message with the consent to be answered, and by choice the one to mend the site by it (clauses 4.1, 7.1-б)."""

    form_purposes: ClassVar = (Purpose.CONSULTING,)
    own_purposes: ClassVar = (Purpose.SITE_QUALITY,)
    asks_who: ClassVar = False  # everybody writes for themselves here, and says that they may

    adult = forms.BooleanField(
        label=_("I am 18 or older and write for myself"),
        error_messages={
            "required": _("Under 18 the consent is a legal representative's to give: let them write in their own name.")
        },
    )

    def own_fields(self) -> list[forms.BoundField]:
        """The fields that the page draws before the dialog."""
        return [self[name] for name in ("topic", "text", "name", "email", "adult")]


class StrangersClaimForm(ClaimForm, StrangerFields):
    """A complaint; no consent is asked, for a law has it answered."""

    def own_fields(self) -> list[forms.BoundField]:
        """The fields in the order of the page."""
        return [self[name] for name in ("matter", "text", "name", "email")]
