"""Applications as they were sent."""

from django.db import models

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.models import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH

COMMENT_LENGTH = 2000


class Lead(PersonalModel):
    """One application. Name and contacts stand here as typed: nobody has shown yet that they are the profile's owner,
    so an application never changes a profile that is there.
    """

    name = EncryptedTextField(max_length=NAME_LENGTH)
    surname = EncryptedTextField(max_length=NAME_LENGTH, null=True)
    # Empty where a representative applied: whose contacts they are, in that person's own profile, they stand.
    email = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    phone = EncryptedTextField(max_length=PHONE_LENGTH, null=True)
    comment = EncryptedTextField(max_length=COMMENT_LENGTH, null=True)
    direction = models.SlugField(max_length=KEY_LENGTH, default="", db_default="")  # empty: hasn't chosen yet
    course_key = models.SlugField(max_length=KEY_LENGTH, default="", db_default="")  # empty: asks about no single one
    site = models.SlugField()
    language = models.CharField(max_length=2)
    act = models.UUIDField()  # the consents that were given with it
    received_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="lead_by_time", fields=["company", "-received_at"])]
