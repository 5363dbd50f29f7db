"""What a person sees while the launcher works: a line a step, with a mark and the seconds it took."""

import itertools
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Progress:
    """Steps on standard error; on a terminal the running one turns a wheel."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()

    def say(self, sentence: str) -> None:
        """A line of its own."""
        print(f"  {sentence}", file=sys.stderr, flush=True)  # noqa: T201 -- the terminal is this class's purpose

    def warn(self, sentence: str) -> None:
        """A line about something that went wrong."""
        print(f"✗ {sentence}", file=sys.stderr, flush=True)  # noqa: T201

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Times a block: `✓ title  1.2 s`, or `✗ title` when it raised."""
        started = time.monotonic()
        wheel = _Wheel(title) if self._is_terminal else None
        mark = "✗"
        try:
            yield
            mark = "✓"
        finally:
            if wheel:
                wheel.stop()
            line = f"{mark} {title:<58} {time.monotonic() - started:5.1f} s"
            print(line, file=sys.stderr, flush=True)  # noqa: T201


class _Wheel:
    """A line that moves until it is stopped."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._turn, daemon=True)
        self._thread.start()

    def _turn(self) -> None:
        for frame in itertools.cycle(_FRAMES):
            sys.stderr.write(f"\r{frame} {self._title} ")
            sys.stderr.flush()
            if self._stopped.wait(0.1):
                break
        sys.stderr.write("\r\033[K")

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
