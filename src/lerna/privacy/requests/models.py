"""A request, its timeline, and the code that shows who asks (clauses 6.2 to 6.8).

A migration adds what the ORM can't say: which state may follow which, and that what was said stays said.
"""

from django.db import models

from lerna.companies.models import Company
from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.models import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH
from lerna.privacy.subjects.personal import PersonalModel

NO_DEMAND = "no-demand"  # the ground on which a letter is refused that demands nothing
TEXT_LENGTH = 4000  # characters of a demand, in the person's own words


class Kind(models.TextChoices):
    """What is demanded; `policies/requests.toml` says the rest of each."""

    ACCESS = "access", "access"
    TRANSFERS = "transfers", "information on transfers"
    RECTIFICATION = "rectification", "rectification"
    RESTRICTION = "restriction", "stop processing"
    ERASURE = "erasure", "erasure"
    WITHDRAWAL = "withdrawal", "withdrawal of consent"
    AUTOMATED_DECISION = "automated-decision", "objection to an automated decision"
    COMPLAINT = "complaint", "complaint about an act or a decision"
    UNPUBLISH = "unpublish", "removal of published data"
    UNLAWFUL = "unlawful", "proof of unlawful processing"
    UNCLEAR = "unclear", "a letter whose demand a person has to make out"


class State(models.TextChoices):
    """How far a request has come."""

    RECEIVED = "received", "received; who asks isn't known yet"
    VERIFIED = "verified", "identity checked"
    WORKING = "working", "in work"
    ANSWERED = "answered", "answered"
    REFUSED = "refused", "refused, with reasons"
    CLOSED = "closed", "closed: the answer has left, and what it promises is done"


class Proof(models.TextChoices):
    """How it was seen who asks (clause 6.8)."""

    SESSION = "session", "logged in to their account"
    CODE = "code", "a code that was sent to the address on file"
    STATEMENT = "statement", "a signed statement, shown to the staff"


class Outcome(models.TextChoices):
    """What came of a request."""

    GRANTED = "granted", "done"
    PARTLY = "partly", "done in part, refused for the rest"
    NOTHING = "nothing", "nothing is held of this person but the request"
    REFUSED = "refused", "refused"


class Happening(models.TextChoices):
    """What the timeline may say."""

    RECEIVED = "received", "received"
    IDENTITY_ASKED = "identity-asked", "a code was sent to show who asks"
    VERIFIED = "verified", "identity checked"
    STARTED = "started", "taken into work"
    ASSIGNED = "assigned", "given to a member of staff"
    LEFT_TO_PERSON = "left-to-person", "a person has to look at it"
    BLOCKED = "blocked", "the data are blocked"
    UNBLOCKED = "unblocked", "the block is lifted"
    STOPPED = "stopped", "processing was stopped"
    CORRECTED = "corrected", "data were corrected"
    TAKEN = "taken", "the copy was taken"
    NOTED = "noted", "a note of the staff"
    WRITTEN = "written", "another letter about it came"
    NAMED = "named", "a person made out what is demanded"
    REMINDED = "reminded", "the staff were reminded"
    LATE = "late", "late; the head was told"
    ANSWERED = "answered", "answered"
    REFUSED = "refused", "refused"
    UNDELIVERED = "undelivered", "the answer's letter could not be delivered"
    ERASURE_STARTED = "erasure-started", "the erasure began"
    ERASED = "erased", "erased"
    CLOSED = "closed", "closed"


DECIDED = (State.ANSWERED, State.REFUSED, State.CLOSED)
_UNKIND = (Outcome.REFUSED, Outcome.PARTLY)


class Request(PersonalModel):
    """One demand. `subject` is whose data it is about; where a representative asks, the subject is the represented.

    `demand`, `name`, `email`, `phone` and `on_behalf_of` are as the sender stated them; `wish` is JSON: the purposes to
    withdraw from, the values to correct. `letter` is the number of the answer's letter, `run` of the erasure.
    """

    number = models.CharField(max_length=16)  # LR-2026-000123, for reading out; addresses carry a signed id instead
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    channel = models.CharField(max_length=8, choices=Channel)
    hand = models.CharField(max_length=14, choices=Hand)
    site = models.SlugField()
    language = models.CharField(max_length=2)
    demand = EncryptedTextField(max_length=TEXT_LENGTH, null=True)
    wish = EncryptedTextField(null=True)
    name = EncryptedTextField(max_length=2 * NAME_LENGTH, null=True)
    email = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    phone = EncryptedTextField(max_length=PHONE_LENGTH, null=True)
    on_behalf_of = EncryptedTextField(max_length=2 * NAME_LENGTH, null=True)
    against = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="complaints")
    received_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # since when identity is awaited, where it had to be
    verified_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=9, choices=Proof, default="", db_default="")
    blocked_at = models.DateTimeField(null=True)  # by this request, while it is examined
    due_at = models.DateTimeField(null=True)  # the first moment that is too late for what is to be done next
    assigned_to = models.UUIDField(null=True)  # the account of the member of staff who works on it
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default="", db_default="")
    ground = models.SlugField(max_length=40, default="", db_default="")
    answer = EncryptedTextField(null=True)
    letter = models.UUIDField(null=True)
    run = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(name="request_to_do", fields=["company", "due_at"], condition=models.Q(closed_at=None)),
            models.Index(name="request_received", fields=["company", "received_at"]),
            models.Index(name="request_answered", fields=["company", "answered_at"]),
            models.Index(name="request_of_subject", fields=["subject", "received_at"]),
        ]
        constraints = [
            models.UniqueConstraint(name="request_number_once", fields=["company", "number"]),
            models.CheckConstraint(name="request_kind_is_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(name="request_state_is_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(name="request_channel_is_known", condition=models.Q(channel__in=Channel.values)),
            models.CheckConstraint(name="request_hand_is_known", condition=models.Q(hand__in=Hand.values)),
            models.CheckConstraint(
                name="request_in_a_language", condition=models.Q(language__in=[str(code) for code in LANGUAGE_CODES])
            ),
            models.CheckConstraint(
                name="request_verified_by_a_proof",
                condition=models.Q(verified_at=None, proof="")
                | models.Q(verified_at__isnull=False, proof__in=Proof.values),
            ),
            models.CheckConstraint(
                name="request_worked_on_once_verified",
                condition=models.Q(state__in=[State.RECEIVED, State.REFUSED, State.CLOSED])
                | models.Q(verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_unverified_is_only_refused",
                condition=models.Q(verified_at__isnull=False)
                | models.Q(outcome="")
                | models.Q(outcome=Outcome.REFUSED, ground__in=["identity", NO_DEMAND]),
            ),
            models.CheckConstraint(
                name="request_decided_with_an_answer",
                condition=models.Q(
                    ~models.Q(state__in=DECIDED),
                    answered_at=None,
                    outcome="",
                    ground="",
                    answer__isnull=True,
                    letter=None,
                )
                | models.Q(
                    state__in=DECIDED, answered_at__isnull=False, outcome__in=Outcome.values, answer__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="request_refused_with_a_reason",
                condition=models.Q(~models.Q(outcome__in=_UNKIND), ground="")
                | models.Q(~models.Q(ground=""), outcome__in=_UNKIND),
            ),
            models.CheckConstraint(
                name="request_says_what_came_of_it",
                condition=models.Q(state=State.CLOSED)
                | models.Q(state=State.REFUSED, outcome=Outcome.REFUSED)
                | models.Q(~models.Q(state=State.REFUSED), ~models.Q(outcome=Outcome.REFUSED)),
            ),
            models.CheckConstraint(
                name="request_closed_at_its_end",
                condition=models.Q(~models.Q(state=State.CLOSED), closed_at=None)
                | models.Q(state=State.CLOSED, closed_at__isnull=False, due_at=None),
            ),
            models.CheckConstraint(
                name="request_has_a_term_until_decided",
                condition=models.Q(state__in=DECIDED) | models.Q(due_at__isnull=False),
            ),
        ]


class Step(PersonalModel):
    """One line of a request's timeline; added, never changed. `place` counts from 1 without a gap, `actor_id` is the
    member of staff who acted, `letter` the number of the letter that went out with it.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField()
    happening = models.CharField(max_length=16, choices=Happening)
    at = models.DateTimeField()
    actor = models.CharField(max_length=14)
    actor_id = models.UUIDField(null=True)
    note = EncryptedTextField(max_length=TEXT_LENGTH, null=True)
    letter = models.UUIDField(null=True)

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="step_in_its_place", fields=["request", "place"]),
            models.CheckConstraint(name="step_is_known", condition=models.Q(happening__in=Happening.values)),
        ]


class RequestCode(PersonalModel):
    """The latest code that was sent for a request: to show who asks, or to take the copy. It works once."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="code")
    digest = models.BinaryField(max_length=32)
    sent = models.PositiveSmallIntegerField(default=1, db_default=1)  # how many codes so far
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    expires_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        pass


class Counter(models.Model):
    """The last number of a company's requests in a year."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="counter_once_a_year", fields=["company", "year"])]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.year}"
