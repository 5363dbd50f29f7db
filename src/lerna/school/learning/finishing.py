"""What else a course needs to be finished than its lessons: only the rooms above know, such as that of grades."""

from collections.abc import Callable

from lerna.school.learning.models import Enrollment

IsPassed = Callable[[Enrollment], bool]

_conditions: list[IsPassed] = []


def register_condition(is_passed: IsPassed) -> None:
    """A room says, in its app's `ready`, how it knows that an enrollment whose lessons are done is passed."""
    if is_passed not in _conditions:
        _conditions.append(is_passed)


def forget_condition(is_passed: IsPassed) -> None:
    """Undoes that; for tests."""
    _conditions.remove(is_passed)


def meets_conditions(enrollment: Enrollment) -> bool:
    """Whether every condition is met; called for LEARNING, and only when all lessons are done."""
    return all(is_passed(enrollment) for is_passed in _conditions)
