"""Why data may not pass: one word for the evidence, one sentence for whoever asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """What stands in the way, in the order in which it is looked for."""

    UNKNOWN = "unknown-recipient", _("The register has no such recipient.")
    RETIRED = "retired", _("The recipient has left the register.")
    STATE_BODY = "state-body", _("A state body receives by a disclosure that two people decide on.")
    INCOMPLETE = "incomplete", _("The register lacks something that binds the recipient, so it receives nothing.")
    NOT_BEGUN = "contract-not-begun", _("The contract with the recipient hasn't begun yet.")
    ENDED = "contract-ended", _("The contract with the recipient has ended.")
    NO_CHANNEL = "no-channel", _("No encrypted way leads to the recipient.")
    NO_KEY = "no-key", _("No key of the recipient is pinned, so nothing can be encrypted for it.")
    PURPOSE_NOT_REGISTERED = "purpose-not-registered", _("The recipient isn't registered for this purpose.")
    PURPOSE_OFF = "purpose-off", _("The company doesn't process data for this purpose.")
    DEPERSONALIZED_ONLY = "depersonalized-only", _("For this purpose depersonalized data alone may be used.")
    NOT_IN_TERMS = "not-in-terms", _("The policy names no such recipient for this purpose.")
    COLUMN_UNKNOWN = "column-unknown", _("Something that was asked for is declared nowhere, or is a secret.")
    COLUMN_NOT_FOR_PURPOSE = "column-not-for-purpose", _("The purpose has no use for something that was asked for.")
    CATEGORY_NOT_REGISTERED = "category-not-registered", _("The recipient isn't registered for this category of data.")
    BLOCKED = "blocked", _("The person's data are blocked.")
    NOT_PERMITTED = "not-permitted", _("The person hasn't permitted this purpose, or no longer does.")
    NO_CONSENT = "no-consent", _("There is no proof of the person's separate consent to this transfer.")
    CONSENT_OUTDATED = "consent-outdated", _("The person agreed to something else than the policy says now.")
    NO_CONSENT_ABROAD = "no-consent-abroad", _("The person hasn't separately agreed that the data leave the country.")
    NOTHING = "nothing", _("The person has no such data.")


class TransferRefusedError(Exception):
    """Nothing was passed, and the evidence says why; `refusal` has a sentence for people."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
