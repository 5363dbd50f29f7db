"""A person, a profile and notes, each with what django-gdpr-assist asks for."""

from django.db import models


class Person(models.Model):
    """Whose data they are."""

    created_at = models.DateTimeField()

    class PrivacyMeta:
        """Nothing here names anybody; that it was deleted is logged."""

        can_anonymise = False

    def __str__(self) -> str:
        return str(self.pk)


class Profile(models.Model):
    """Who it is."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    name = models.CharField(max_length=100, blank=True)

    class PrivacyMeta:
        """The name is blanked."""

        fields = ("name",)

    def __str__(self) -> str:
        return str(self.pk)


class Note(models.Model):
    """One of many rows of a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()

    class PrivacyMeta:
        """The text is blanked."""

        fields = ("text",)

    def __str__(self) -> str:
        return str(self.pk)
