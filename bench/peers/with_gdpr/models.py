"""A person, a profile and notes, with django-GDPR's mixin."""

from django.db import models
from gdpr.mixins import AnonymizationModel


class Person(AnonymizationModel):
    """Whom legal reasons are about."""

    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Profile(AnonymizationModel):
    """Who it is."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return str(self.pk)


class Note(AnonymizationModel):
    """One of many rows of a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
