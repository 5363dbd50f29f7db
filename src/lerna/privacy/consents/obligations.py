"""What stands in the way of a withdrawal: an obligation to the person, which only the rooms above know.

Law 94-V, art. 8(2): a consent can't be withdrawn while that would contradict an obligation, such as a course
that is paid and unfinished. The refusal names its reasons (clause 6.8); whatever the obligation doesn't need
stops all the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from lerna.kit.localized import Localized
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject


@dataclass(frozen=True, slots=True)
class Obligation:
    """Why one purpose can't end yet. `key` is a word for the evidence, `reason` a sentence for the person.

    `ends_on` is the last day, where it is known.
    """

    purpose: Purpose
    key: str
    reason: Localized
    ends_on: date | None = None


StateObligations = Callable[[DataSubject], Iterable[Obligation]]

_rooms: list[StateObligations] = []


def register_obligations(state: StateObligations) -> None:
    """A room says, in its app's `ready`, how it knows of its obligations to a person."""
    if state not in _rooms:
        _rooms.append(state)


def forget_obligations(state: StateObligations) -> None:
    """Undoes that; for tests."""
    _rooms.remove(state)


def list_obligations(subject: DataSubject) -> tuple[Obligation, ...]:
    """Every obligation that stands to this person now."""
    return tuple(obligation for state in _rooms for obligation in state(subject))
