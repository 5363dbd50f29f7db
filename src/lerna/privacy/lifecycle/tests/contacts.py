"""A table that the software doesn't have: people's addresses a second time, and a remark that stands readable."""

from dataclasses import replace

from django.db import models

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.crypto import blind
from lerna.privacy.subjects.declarations import Column, Depersonalize, Destroy, Table
from lerna.privacy.subjects.fields import BlindIndexField, EncryptedTextField
from lerna.privacy.subjects.models import EMAIL_LENGTH
from lerna.privacy.subjects.personal import PersonalModel


class Contact(PersonalModel):
    email = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    iin = EncryptedTextField(max_length=12, null=True)
    email_index = BlindIndexField(source="email", normalize=blind.email_key)
    iin_index = BlindIndexField(source="iin", normalize=blind.iin_key)
    remark = models.TextField(db_default="")
    channel = models.SlugField(null=True)  # noqa: DJ001 -- written for one of the purposes alone
    added_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        app_label = "contacts"


def _column(category: Category, *purposes: Purpose) -> Column:
    return Column(
        category=category,
        purposes=purposes,
        erasure=Destroy(),
        why="What a test looks for afterwards.",
        plain="What a test leaves readable.",
        free_text="What a test leaves readable.",
    )


DATA_MAP = (
    Table(
        Contact,
        subject="subject",
        columns={
            "email": _column(Category.CONTACT, Purpose.CONSULTING),
            "email_index": _column(Category.CONTACT, Purpose.CONSULTING),
            "iin": _column(Category.PAYER_IIN, Purpose.PAYMENTS, Purpose.ACCOUNTING),
            "iin_index": _column(Category.PAYER_IIN, Purpose.PAYMENTS, Purpose.ACCOUNTING),
            "channel": replace(_column(Category.APPEALS, Purpose.CONSULTING), erasure=Depersonalize()),
            "added_at": _column(Category.APPEALS, Purpose.CONSULTING),
            "remark": _column(Category.CONTACT, Purpose.CONSULTING, Purpose.PAYMENTS),
        },
        counted_on="added_at",
    ),
)
