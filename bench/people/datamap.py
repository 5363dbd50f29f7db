"""Declared like any other."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from people.models import Note

_FOR = (Purpose.LEARNING, Purpose.CONSULTING)

DATA_MAP = (
    Table(
        Note,
        subject="subject",
        columns={
            "text": Column(
                category=Category.IDENTITY, purposes=_FOR, erasure=Destroy(), why="What a benchmark erases."
            ),
            "written_at": Column(
                category=Category.IDENTITY,
                purposes=_FOR,
                erasure=Destroy(),
                why="When it was written, as rows have it.",
                plain="A moment; it names nobody.",
            ),
        },
    ),
)
