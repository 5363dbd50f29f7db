"""How far each company's mailbox has been read, and what became of each letter. Neither holds a word of anybody."""

from django.db import models

from lerna.companies.models import Company


class Outcome(models.TextChoices):
    """What became of a letter."""

    REQUEST = "request", "a request"
    DESK = "desk", "a request that a person has to make out"
    ADDED = "added", "added to the request that it answers"
    RETURNED = "returned", "a letter of ours that came back"
    AUTOMATIC = "automatic", "an automatic answer to one of ours"
    OWN = "own", "our own letter; left where it is"
    ELSEWHERE = "elsewhere", "not about personal data; left where it is"
    REPEATED = "repeated", "taken before"


class Problem(models.TextChoices):
    """Why a mailbox can't be read."""

    CONNECTION = "no-connection", "The mail server doesn't answer, or not over TLS as it should."
    LOGIN = "no-login", "The mail server refuses the user name or the password."
    FOLDER = "no-folder", "The folder to read isn't there."
    BROKEN = "broken", "The mail server answers otherwise than the protocol says."


class Box(models.Model):
    """One company's mailbox. UIDs count within `uid_validity` (RFC 3501, 2.3.1.1): another value begins them anew.

    Letters that came before `since` are left alone.
    """

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+", primary_key=True)
    uid_validity = models.PositiveBigIntegerField()
    last_uid = models.PositiveBigIntegerField(default=0)
    since = models.DateField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Box {self.company_id}"


class Fault(models.Model):
    """Why a company's mailbox can't be read now, and since when; no row where it can."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+", primary_key=True)
    problem = models.CharField(max_length=16, choices=Problem)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"Fault {self.company_id}"


class Taken(models.Model):
    """One letter that was read. `digest` knows it again; `request` is the number of what it became.

    `folder` is where it is moved on the server, empty where it stays; `moved_at` None until that is done. Since
    `held_at` its automatic answer waits.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    uid_validity = models.PositiveBigIntegerField()
    uid = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)
    outcome = models.CharField(max_length=9, choices=Outcome)
    reason = models.CharField(max_length=16, default="", db_default="")
    request = models.UUIDField(null=True)
    folder = models.CharField(max_length=40, default="", db_default="")
    taken_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="taken_to_move", fields=["company", "uid"], condition=models.Q(moved_at=None)),
            models.Index(name="taken_held", fields=["company", "held_at"], condition=models.Q(held_at__isnull=False)),
            models.Index(name="taken_on", fields=["company", "taken_at"]),
        ]
        constraints = [
            models.UniqueConstraint(name="taken_once", fields=["company", "uid_validity", "uid"]),
            models.UniqueConstraint(
                name="taken_by_content_once",
                fields=["company", "digest"],
                condition=~models.Q(outcome=Outcome.REPEATED),
            ),
            models.CheckConstraint(name="taken_outcome_is_known", condition=models.Q(outcome__in=Outcome.values)),
        ]

    def __str__(self) -> str:
        return f"Taken {self.company_id}/{self.uid_validity}/{self.uid}"
