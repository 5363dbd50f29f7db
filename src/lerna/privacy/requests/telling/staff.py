"""Who of the staff is told: only the room of accounts knows, and says so once, in its app's `ready`."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from lerna.companies.models import Company
from lerna.privacy.subjects.models import DataSubject


class Occasion(StrEnum):
    """What they are told of; each is the name of its letter too."""

    DUE = "request-due"
    LATE = "request-late"
    REVIEW = "disclosure-review"


StateStaff = Callable[[Company, Occasion], Iterable[DataSubject]]

_rooms: list[StateStaff] = []


def register_staff(state: StateStaff) -> None:
    """A room says whom to tell; each of them a data subject with an address of their own."""
    if state not in _rooms:
        _rooms.append(state)


def forget_staff(state: StateStaff) -> None:
    """Undoes that; for tests."""
    _rooms.remove(state)


def list_staff(company: Company, occasion: Occasion) -> tuple[DataSubject, ...]:
    """Whom to tell; of what is late also those who hear what is due, where nobody else is named for it."""
    found = tuple(person for state in _rooms for person in state(company, occasion))
    if not found and occasion is Occasion.LATE:
        return list_staff(company, Occasion.DUE)
    return found
