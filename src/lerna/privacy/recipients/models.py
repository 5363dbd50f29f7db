"""Who may receive personal data, by what name each knows a person, what was passed to whom (clauses 8.4-в, 9.1, 9.4).

Of what was passed the names of columns stand here, never a value: values are read anew for the purpose when they leave.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.kit.localized_field import LocalizedField, all_languages_present
from lerna.privacy.policy.purposes import Category, Purpose, RecipientKind
from lerna.privacy.subjects.personal import PersonalModel

_PURPOSES = [purpose.value for purpose in Purpose]
_CATEGORIES = [category.value for category in Category]
HOME = "KZ"  # ISO 3166-1; data that stay here need no consent to leave the country


class Kind(models.TextChoices):
    """What a third party is to the company."""

    PROCESSOR = "processor", _("works on our instructions")
    BANK = "bank", _("partner bank")
    PAYMENT_SYSTEM = "payment-system", _("payment system")
    CONTRACTOR = "contractor", _("contractor")
    STATE_BODY = "state-body", _("state body")

    @property
    def as_terms_say(self) -> RecipientKind:
        """The kind by which the policy's terms name it."""
        return {
            Kind.PROCESSOR: RecipientKind.CONTRACTOR,
            Kind.BANK: RecipientKind.PARTNER_BANK,
            Kind.PAYMENT_SYSTEM: RecipientKind.PAYMENT_SYSTEM,
            Kind.CONTRACTOR: RecipientKind.CONTRACTOR,
            Kind.STATE_BODY: RecipientKind.STATE_BODY,
        }[self]


class Channel(models.TextChoices):
    """By what way data reach a recipient; always encrypted for it alone."""

    NONE = "none", _("nothing is passed on")
    HTTPS = "https", _("its own interface")
    FILE = "file", _("an encrypted file that it fetches")


class Recipient(models.Model):
    """A third party, as its file in `policies/recipients/` says. A promise is the place in the contract that binds.

    Where something is empty it is incomplete, and an incomplete recipient receives nothing.
    """

    PROMISES: ClassVar[tuple[str, ...]] = (
        "confidentiality", "protection", "detection", "access", "control", "no_onward_transfer",
    )  # fmt: skip

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.SlugField()
    kind = models.CharField(max_length=14, choices=Kind)
    name = LocalizedField()
    description = LocalizedField()
    country = models.CharField(max_length=2)  # ISO 3166-1
    purposes = ArrayField(models.CharField(max_length=32))
    categories = ArrayField(models.CharField(max_length=32))
    contract_number = models.TextField()
    contract_from = models.DateField(null=True)
    contract_until = models.DateField(null=True)  # the last day; none: until terminated
    law = LocalizedField(null=True)  # type: ignore[misc]  # a state body's, which has no contract; None of all others
    confidentiality = models.TextField()  # 9.4-а
    protection = models.TextField()  # 9.4-б: means of protecting information
    detection = models.TextField()  # 9.4-б: unauthorized access is noticed, and data restored
    access = models.TextField()  # 9.4-б: access is limited
    control = models.TextField()  # 9.4-б: the measures are checked
    no_onward_transfer = models.TextField()  # 9.4-в
    email = models.EmailField()
    phone = models.TextField(default="", db_default="")
    channel = models.CharField(max_length=5, choices=Channel)
    url = models.URLField(default="", db_default="")
    retired_at = models.DateTimeField(null=True)  # left the file; kept for what it received
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["company", "key"]
        constraints = [
            models.UniqueConstraint(name="recipient_once_in_company", fields=["company", "key"]),
            models.CheckConstraint(name="recipient_kind_is_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(name="recipient_channel_is_known", condition=models.Q(channel__in=Channel.values)),
            models.CheckConstraint(name="recipient_name_in_all_languages", condition=all_languages_present("name")),
            models.CheckConstraint(
                name="recipient_description_in_all_languages", condition=all_languages_present("description")
            ),
            models.CheckConstraint(
                name="recipient_purposes_are_known", condition=models.Q(purposes__contained_by=_PURPOSES)
            ),
            models.CheckConstraint(
                name="recipient_categories_are_known", condition=models.Q(categories__contained_by=_CATEGORIES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.key}"


class Use(models.TextChoices):
    """What a partner's key is for (RFC 7517, 4.2; the last is ours)."""

    ENCRYPT = "enc", _("to encrypt for it")
    SIGN = "sig", _("to check its signatures")
    SERVER = "tls", _("to know its server")


class PartnerKey(models.Model):
    """A key or certificate that a recipient gave us and somebody compared: nothing else is trusted.

    `material` is a public JWK, or of a server a certificate as PEM. Two of one use may stand while they are exchanged.
    """

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="keys")
    use = models.CharField(max_length=3, choices=Use)
    key_id = models.CharField(max_length=100)  # `kid`; of a certificate the start of its SHA-256
    material = models.TextField()
    sha256 = models.CharField(max_length=64)  # RFC 7638 of a JWK, of the DER of a certificate
    pinned_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recipient", "use", "-pinned_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="partnerkey_once", fields=["recipient", "use", "key_id"]),
            models.CheckConstraint(name="partnerkey_use_is_known", condition=models.Q(use__in=Use.values)),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.key_id}"


class Pseudonym(PersonalModel):
    """The name by which one recipient knows one person: random, so that no two recipients can join what they know."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    name = models.UUIDField(default=uuid.uuid4, unique=True)
    given_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [models.UniqueConstraint(name="pseudonym_one_a_recipient", fields=["subject", "recipient"])]


class State(models.TextChoices):
    """Where something that goes to a recipient is."""

    QUEUED = "queued", _("is being sent")
    SENT = "sent", _("was sent; the recipient hasn't confirmed it yet")
    CONFIRMED = "confirmed", _("was received")
    CANCELED = "canceled", _("wasn't sent: no longer permitted")
    FAILED = "failed", _("wasn't received")


class Outgoing(PersonalModel):
    """What every message to a recipient has in common, from its decision to the recipient's receipt."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    outcome = models.CharField(max_length=24, default="", db_default="")
    digest = models.CharField(max_length=64, default="", db_default="")  # SHA-256 of what left last, encrypted
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()  # not to be tried before; while it is being sent, when to take it for lost
    sent_at = models.DateTimeField(null=True)  # when it first left; from then on the recipient may have it
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        abstract = True
        indexes = [
            models.Index(name="%(class)s_due", fields=["company", "due_at"], condition=models.Q(state="queued")),
        ]
        constraints = [
            models.CheckConstraint(name="%(class)s_state_is_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="%(class)s_received_was_sent",
                condition=~models.Q(state__in=["sent", "confirmed"]) | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_ended_or_under_way",
                condition=models.Q(state__in=["queued", "sent"], ended_at=None)
                | models.Q(~models.Q(state__in=["queued", "sent"]), ended_at__isnull=False),
            ),
        ]


class Transfer(Outgoing):
    """What was passed to one recipient at one time: which columns of which rows, for what, by what consent."""

    purpose = models.CharField(max_length=32)
    ground = models.SlugField(max_length=40)  # what it was passed for, as a word of the room that asked
    categories = ArrayField(models.CharField(max_length=32))
    columns = ArrayField(models.CharField(max_length=100))  # as `subjects.profile.name`
    rows = ArrayField(models.UUIDField(), default=list)  # every row that passes
    country = models.CharField(max_length=2)
    consent = models.UUIDField(null=True)  # the proof that it rests on, where it rests on consent
    abroad = models.UUIDField(null=True)  # the proof for leaving the country
    notify_by = models.DateField(null=True)  # the last day for telling the person
    notified_at = models.DateTimeField(null=True)

    class Meta(Outgoing.Meta):
        indexes = [
            *Outgoing.Meta.indexes,
            models.Index(
                name="transfer_to_tell",
                fields=["company", "sent_at"],
                condition=models.Q(sent_at__isnull=False, notified_at=None),
            ),
        ]
        constraints = [
            *Outgoing.Meta.constraints,
            models.CheckConstraint(name="transfer_purpose_is_known", condition=models.Q(purpose__in=_PURPOSES)),
            models.CheckConstraint(name="transfer_names_columns", condition=~models.Q(columns=[])),
        ]


class Demand(models.TextChoices):
    """What a recipient has to do with what it received (clause 9.4)."""

    CORRECT = "correct", _("correct the data")
    STOP = "stop", _("stop using the data for this purpose")
    BLOCK = "block", _("block the data")
    UNBLOCK = "unblock", _("unblock the data")
    DESTROY = "destroy", _("destroy the data")


class Duty(Outgoing):
    """What one recipient has to do since an entry of the evidence, and whether it has said that it did."""

    demand = models.CharField(max_length=8, choices=Demand)
    entry = models.BigIntegerField()  # the entry of the evidence that it follows from
    purposes = ArrayField(models.CharField(max_length=32))  # about what was passed for these
    columns = ArrayField(models.CharField(max_length=100), default=list)  # to be corrected
    confirm_by = models.DateField()  # the last day of the term

    class Meta(Outgoing.Meta):
        verbose_name_plural = "duties"
        indexes = [
            *Outgoing.Meta.indexes,
            models.Index(name="duty_unconfirmed", fields=["company", "confirm_by"], condition=models.Q(ended_at=None)),
        ]
        constraints = [
            *Outgoing.Meta.constraints,
            models.UniqueConstraint(name="duty_once_an_entry", fields=["entry", "recipient", "subject"]),
            models.CheckConstraint(name="duty_demand_is_known", condition=models.Q(demand__in=Demand.values)),
        ]


class Position(models.Model):
    """How far duties have been derived from a company's evidence, and up to where that is settled (`duties.fence`)."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, primary_key=True, related_name="+")
    entry = models.BigIntegerField(default=0, db_default=0)  # the last that was read
    settled = models.BigIntegerField(default=0, db_default=0)  # below it nothing can be added any longer
    fence = models.BigIntegerField(
        default=0, db_default=0
    )  # settled once every transaction below the horizon has ended
    horizon = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"{self.company_id} {self.entry}"


class SeenRequest(models.Model):
    """The number of a request that a recipient signed: good once, and remembered until it would be too old."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    number = models.UUIDField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="request_good_once", fields=["recipient", "number"])]

    def __str__(self) -> str:
        return str(self.number)
