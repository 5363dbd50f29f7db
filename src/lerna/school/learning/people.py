"""What learners are called where their curators work. The caller works for LEARNING."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from lerna.privacy.subjects.models import Profile


def read_names(people: Iterable[UUID]) -> Mapping[UUID, str]:
    """Name and surname of each. One query, and one for the keys when the first name is opened."""
    rows = Profile.objects.filter(subject__in=list(people))
    return {row.subject_id: f"{row.name} {row.surname or ''}".strip() for row in rows}
