"""What a state body or a court demanded of a person's data, who decided, and what was given (clause 9.3).

Staff stand here as bare numbers. Two different people act: one proposes, another decides.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel

TEXT_LENGTH = 300


class State(models.TextChoices):
    """How far it has come."""

    PROPOSED = "proposed", _("waits for the second person")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    GIVEN = "given", _("given")


class Disclosure(PersonalModel):
    """One demand. Of what was given the names of columns stand here, never a value.

    `is_hidden` while a law forbids to tell the person; then `hidden_law` cites it, and `review_on` is the last day.
    """

    requester = EncryptedTextField()  # which body, which office
    ground = EncryptedTextField()  # the place in the law that it relies on
    document = EncryptedTextField()  # number of the demand
    document_on = models.DateField()
    columns = ArrayField(models.CharField(max_length=100))  # as `subjects.profile.name`
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    is_hidden = models.BooleanField(default=False, db_default=False)
    hidden_law = models.CharField(max_length=TEXT_LENGTH, default="", db_default="")
    review_on = models.DateField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(
                name="disclosure_to_review", fields=["company", "review_on"], condition=models.Q(is_hidden=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="disclosure_state_is_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(name="disclosure_names_columns", condition=~models.Q(columns=[])),
            models.CheckConstraint(
                name="disclosure_needs_two_people",
                condition=models.Q(state="proposed", decided_by=None)
                | models.Q(
                    ~models.Q(state="proposed"), ~models.Q(decided_by=models.F("proposed_by")), decided_by__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="disclosure_given_has_a_moment",
                condition=models.Q(state="given", given_at__isnull=False)
                | models.Q(~models.Q(state="given"), given_at=None),
            ),
            models.CheckConstraint(
                name="disclosure_hidden_by_a_law_until_a_day",
                condition=models.Q(is_hidden=False) | models.Q(~models.Q(hidden_law=""), review_on__isnull=False),
            ),
        ]
