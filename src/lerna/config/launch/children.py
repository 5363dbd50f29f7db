"""The processes of an installation: started in sessions of their own, watched, restarted, ended whole."""

import contextlib
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_LONGEST_PAUSE = 30.0
_STEADY_SECONDS = 60.0  # who ran this long is sound again: the next pause is short
_TOKEN = "LERNA_RUN_TOKEN"  # noqa: S105 -- the variable's name; it marks our processes and opens nothing

Say = Callable[[str], None]


@dataclass(slots=True)
class Child:
    """One process and what is known about its falls."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    next_start: float = 0.0


@dataclass(slots=True)
class Children:
    """All processes of one run. `record` remembers the run's token, by which a later start finds what this one left."""

    record: Path
    say: Say
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> Child:
        """Starts a process that is to live as long as the run."""
        child = Child(name, command, self.mark(environment))
        self.children.append(child)
        self._spawn(child)
        return child

    def mark(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The environment of a process that a later start is to end, should this one be killed."""
        self.record.write_text(self.token)
        return {**environment, _TOKEN: self.token}

    def watch(self) -> None:
        """Restarts who died, each time after a longer pause; call it a few times a second."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.next_start:
                    self._spawn(child)
            elif (code := child.process.poll()) is not None:
                _kill_group(child.process.pid)  # a web server's own workers would keep the port
                child.falls = 1 if now - child.started > _STEADY_SECONDS else child.falls + 1
                pause = min(_LONGEST_PAUSE, 2.0 ** (child.falls - 1))
                child.process, child.next_start = None, now + pause
                self.say(f"The {child.name} stopped ({_describe(code)}); it starts again in {pause:.0f} s")

    def stop(self, *, seconds: float = 8.0) -> None:
        """Asks all to end, waits, and kills who does not listen."""
        living = [child for child in self.children if child.process and child.process.poll() is None]
        for child in living:
            if child.process:
                child.process.terminate()
        deadline = time.monotonic() + seconds
        for child in living:
            if child.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                _kill_group(child.process.pid)
                child.process.wait()
        self.children.clear()
        self.record.unlink(missing_ok=True)

    def _spawn(self, child: Child) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the launcher alone, which then stops all in order.
        child.process = subprocess.Popen(
            child.command, env=dict(child.environment), stdin=subprocess.DEVNULL, start_new_session=True
        )
        child.started = time.monotonic()


def end_leftovers(record: Path, say: Say) -> int:
    """Ends what a killed run left behind, however deep; the number of processes ended."""
    if not record.is_file():
        return 0
    token = record.read_text().strip()
    leftovers = [process for process in psutil.process_iter() if token and _read_token(process) == token]
    for process in leftovers:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(leftovers, timeout=5)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    if leftovers:
        say(f"Ended {len(leftovers)} processes that the last run, which was killed, had left")
    record.unlink()
    return len(leftovers)


def _read_token(process: psutil.Process) -> str | None:
    try:
        return dict(process.environ()).get(_TOKEN)
    except (psutil.Error, OSError):
        return None  # somebody else's process, or gone meanwhile


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _describe(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
