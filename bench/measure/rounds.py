"""Rounds: the sides of a comparison in turn, so that whatever else the machine does falls on all of them."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager


def alternate(rounds: int, *works: Callable[[], object], times: int = 1) -> list[list[float]]:
    """Seconds that each work took in each round, done so many `times` in a row; every other round in reverse order."""
    taken: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        sides = list(zip(works, taken, strict=True))
        for work, seconds in sides if number % 2 == 0 else reversed(sides):
            gc.collect()
            start = time.perf_counter()
            for _ in range(times):
                work()
            seconds.append((time.perf_counter() - start) / times)
    return taken


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """The queries that Django sends meanwhile, to every database; without those that begin and end transactions."""
    from django.db import connections  # once the settings are known

    sent: list[str] = []

    def note(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:  # noqa: FBT001
        sent.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(note))
        yield sent
