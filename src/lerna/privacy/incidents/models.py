"""An incident, its timeline, whose data it concerns, and what the software counts to notice the next one (8.3, 11.1).

No table here holds anything personal: texts tell what happened and never to whom, which an operation checks and the
database checks again; staff stand as numbers of accounts. A migration adds which state may follow which, and that what
was written stays written.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lerna.companies.models import Company

TEXT_LENGTH = 4000  # characters of one text
ABOUT_LENGTH = 48
_NAMES_NOBODY = r"@|[0-9]{10,}"  # an address, a phone number or an IIN; `words.check_words` knows more spellings


class Origin(models.TextChoices):
    """Who found it."""

    STAFF = "staff", "a member of staff"
    SIGNAL = "signal", "a signal of the software"
    PERSON = "person", "a person whose data it concerns"
    PARTNER = "partner", "a recipient or a contractor"


class Nature(models.TextChoices):
    """What happened to the data; `policies/incidents.toml` has the words."""

    CONFIDENTIALITY = "confidentiality", "seen by somebody who may not"
    INTEGRITY = "integrity", "changed"
    AVAILABILITY = "availability", "lost or out of reach"


class State(models.TextChoices):
    """How far an incident has come. Whether the people are told stands beside: that may come before the authority."""

    FOUND = "found", "found"
    ASSESSED = "assessed", "judged dangerous; the authority has to hear"
    HARMLESS = "harmless", "judged not dangerous, with reasons"
    REPORTED = "reported", "reported to the authority"
    CLOSED = "closed", "closed"


class Danger(models.TextChoices):
    """What it is to the people concerned."""

    NONE = "none", "no danger"
    RISK = "risk", "a danger: the authority is told"
    HIGH = "high", "a great danger: the people are told too, at once"


class Happening(models.TextChoices):
    """What the timeline may say."""

    FOUND = "found", "found"
    SEEN_AGAIN = "seen-again", "the signal grew"
    NOTED = "noted", "a note"
    MEASURE = "measure", "a measure was taken"
    SCOPED = "scoped", "it was counted whose data it concerns"
    ASSESSED = "assessed", "judged"
    BLOCKED = "blocked", "everybody concerned is blocked"
    UNBLOCKED = "unblocked", "the block is lifted"
    STAFF_TOLD = "staff-told", "the staff were told"
    REMINDED = "reminded", "the staff were reminded"
    LATE = "late", "late"
    REPORTED = "reported", "reported to the authority"
    TELLING = "telling", "the people are being told"
    TOLD = "told", "everybody concerned was told"
    CLOSED = "closed", "closed"


class Source(models.TextChoices):
    """By what it is counted whose data are concerned."""

    LOOKS = "looks", "whom the staff looked at"
    TRANSFERS = "transfers", "whose data went to a recipient"
    EXPORTS = "exports", "whose data were taken away"
    TABLES = "tables", "whose rows stand in tables that were exposed"
    EVERYBODY = "everybody", "everybody whom the company knows"


def _names_nobody(name: str, *fields: str) -> models.CheckConstraint:
    condition = models.Q()
    for field in fields:
        condition &= ~models.Q(**{f"{field}__regex": _NAMES_NOBODY})
    return models.CheckConstraint(name=name, condition=condition)


class Incident(models.Model):
    """One breach, or what may be one. `about` tells a signal's subject: a number of an account, a role, `company`.

    `sign_count` is how many the signal had counted when the timeline last spoke of it. Until `told_until` everybody in
    the scope, in the order of their numbers, has been told. `notice` is the page that went to the authority. A silent
    one, a drill in production, writes no letter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State, default=State.FOUND)
    origin = models.CharField(max_length=7, choices=Origin)
    signal = models.SlugField(max_length=40, default="", db_default="", blank=True)
    about = models.CharField(max_length=ABOUT_LENGTH, default="", db_default="", blank=True)
    sign_count = models.PositiveIntegerField(default=0, db_default=0)
    nature = models.CharField(max_length=15, choices=Nature)
    story = models.TextField(max_length=TEXT_LENGTH, default="", db_default="", blank=True)
    found_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    is_drill = models.BooleanField(default=False, db_default=False)
    is_silent = models.BooleanField(default=False, db_default=False)
    danger = models.CharField(max_length=4, choices=Danger, default="", db_default="", blank=True)
    reasons = models.TextField(max_length=TEXT_LENGTH, default="", db_default="", blank=True)
    consequences = ArrayField(models.SlugField(max_length=40), default=list, db_default=[])
    assessed_at = models.DateTimeField(null=True)
    endangered_at = models.DateTimeField(null=True)  # since when it is known that people are endangered
    due_at = models.DateTimeField(null=True)  # the first moment that is too late for what is to be done next
    reminded_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)  # when the staff heard that it is late
    notice = models.TextField(default="", db_default="", blank=True)
    reported_at = models.DateTimeField(null=True)
    telling_at = models.DateTimeField(null=True)
    told_until = models.UUIDField(null=True)
    told = models.PositiveIntegerField(default=0, db_default=0)
    told_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="incident_open", fields=["company", "due_at"], condition=models.Q(closed_at=None)),
            models.Index(name="incident_of_company", fields=["company", "found_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(name="incident_number_once", fields=["company", "number"]),
            models.UniqueConstraint(
                name="incident_open_once_for_a_signal",
                fields=["company", "signal", "about"],
                condition=models.Q(closed_at=None) & ~models.Q(signal=""),
            ),
            models.CheckConstraint(name="incident_state_is_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(name="incident_origin_is_known", condition=models.Q(origin__in=Origin.values)),
            models.CheckConstraint(name="incident_nature_is_known", condition=models.Q(nature__in=Nature.values)),
            models.CheckConstraint(
                name="incident_told_by_words_or_a_signal",
                condition=(models.Q(origin=Origin.SIGNAL) & ~models.Q(signal="") & ~models.Q(about=""))
                | (~models.Q(origin=Origin.SIGNAL) & models.Q(signal="", about="") & ~models.Q(story="")),
            ),
            models.CheckConstraint(
                name="incident_judged_with_reasons",
                condition=models.Q(state=State.FOUND, danger="", reasons="", assessed_at=None)
                | (
                    ~models.Q(state=State.FOUND)
                    & ~models.Q(reasons="")
                    & models.Q(danger__in=Danger.values, assessed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="incident_state_fits_the_danger",
                condition=models.Q(state__in=[State.FOUND, State.CLOSED])
                | models.Q(state=State.HARMLESS, danger=Danger.NONE)
                | models.Q(state__in=[State.ASSESSED, State.REPORTED], danger__in=[Danger.RISK, Danger.HIGH]),
            ),
            models.CheckConstraint(
                name="incident_reported_with_its_notice",
                condition=models.Q(reported_at=None, notice="") & ~models.Q(state=State.REPORTED)
                | models.Q(state__in=[State.REPORTED, State.CLOSED], reported_at__isnull=False) & ~models.Q(notice=""),
            ),
            models.CheckConstraint(
                name="incident_people_told_where_endangered",
                condition=models.Q(endangered_at=None, telling_at=None) & ~models.Q(danger=Danger.HIGH)
                | models.Q(endangered_at__isnull=False, danger=Danger.HIGH),
            ),
            models.CheckConstraint(
                name="incident_told_after_telling",
                condition=models.Q(told_at=None) | models.Q(telling_at__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_closed_with_its_duties_done",
                condition=~models.Q(state=State.CLOSED) & models.Q(closed_at=None)
                | models.Q(state=State.CLOSED, closed_at__isnull=False, due_at=None, blocked_at=None)
                & (
                    models.Q(danger=Danger.NONE)
                    | models.Q(danger=Danger.RISK, reported_at__isnull=False)
                    | models.Q(danger=Danger.HIGH, reported_at__isnull=False, told_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="incident_silent_is_a_drill", condition=models.Q(is_silent=False) | models.Q(is_drill=True)
            ),
            _names_nobody("incident_names_nobody", "story", "reasons"),
        ]

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """One line of the timeline; added, never changed. `actor_id` is the account of the staff who acted; `measure` a key
    of `policies/incidents.toml`.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField()
    happening = models.CharField(max_length=10, choices=Happening)
    at = models.DateTimeField()
    actor = models.CharField(max_length=14)
    actor_id = models.UUIDField(null=True)
    measure = models.SlugField(max_length=40, default="", db_default="", blank=True)
    count = models.PositiveIntegerField(null=True)
    note = models.TextField(max_length=TEXT_LENGTH, default="", db_default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="incident_step_in_its_place", fields=["incident", "place"]),
            models.CheckConstraint(name="incident_step_is_known", condition=models.Q(happening__in=Happening.values)),
            models.CheckConstraint(
                name="incident_measure_is_named",
                condition=models.Q(happening=Happening.MEASURE) ^ models.Q(measure=""),
            ),
            _names_nobody("incident_step_names_nobody", "note"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.place}"


class Scope(models.Model):
    """Whose data an incident concerns, as a question to the ledger or to tables by their names; the latest one rules.
    Empty words ask for all.

    `people`, `acts` and `categories` are what the answer was.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="scopes")
    source = models.CharField(max_length=9, choices=Source)
    since = models.DateTimeField()
    until = models.DateTimeField()
    staff = models.CharField(max_length=ABOUT_LENGTH, default="", db_default="", blank=True)
    screen = models.SlugField(default="", db_default="", blank=True)
    recipient = models.SlugField(default="", db_default="", blank=True)
    tables = ArrayField(models.CharField(max_length=63), default=list)
    stated_at = models.DateTimeField()
    people = models.PositiveIntegerField()
    acts = models.PositiveIntegerField()
    categories = ArrayField(models.SlugField(max_length=20), default=list)

    class Meta:
        ordering: ClassVar = ["incident", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="incident_scope_is_known", condition=models.Q(source__in=Source.values)),
            models.CheckConstraint(name="incident_scope_begins_first", condition=models.Q(since__lt=models.F("until"))),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.pk}"


class Tally(models.Model):
    """How often a signal came in ten minutes; kept for two days."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    signal = models.SlugField(max_length=40, db_index=False)
    about = models.CharField(max_length=ABOUT_LENGTH)
    slot = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="tally_once_a_slot", fields=["company", "slot", "signal", "about"])
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.signal}"


class Watch(models.Model):
    """How far a company's ledger was looked through for signals, and the last number of its incidents in a year.

    Whoever holds the row opens incidents alone.
    """

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+", primary_key=True)
    entry = models.BigIntegerField(default=0, db_default=0)
    year = models.PositiveSmallIntegerField(default=0, db_default=0)
    last = models.PositiveIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"{self.company_id}/{self.entry}"
