"""What django-GDPR does to each column: found by itself, by this module's name."""

from gdpr.anonymizers import CharFieldAnonymizer, DeleteModelAnonymizer, ModelAnonymizer
from with_gdpr.models import Note, Person, Profile


class PersonAnonymizer(DeleteModelAnonymizer):
    """Deletes the person, where the purpose says so, and by Django's cascade whatever hangs on them."""

    class Meta:
        model = Person
        reversible_anonymization = False


class ProfileAnonymizer(ModelAnonymizer):
    """Writes signs over the name."""

    name = CharFieldAnonymizer()

    class Meta:
        model = Profile
        reversible_anonymization = False


class NoteAnonymizer(ModelAnonymizer):
    """Writes signs over the text."""

    text = CharFieldAnonymizer()

    class Meta:
        model = Note
        reversible_anonymization = False
