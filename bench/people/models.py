"""A table as rooms have it: a sealed text and a moment for a person."""

from django.db import models

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel


class Note(PersonalModel):
    """One of many rows of a person."""

    text = EncryptedTextField(max_length=200, null=True)
    written_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        app_label = "people"
