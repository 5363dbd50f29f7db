"""An operator's shell that has Django ready: each command runs in a fork of it, which saves the seconds of a start.

Reads a line of JSON for each command and answers with one: `[code, said, said of errors]`.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds, after which a command is ended


class Answer(NamedTuple):
    """What a command left behind."""

    code: int
    said: str
    errors: str


class Operator:
    """Gives commands to such a shell, which starts with the first of them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._shell: subprocess.Popen[str] | None = None

    def close(self) -> None:
        """Ends the shell, if it began."""
        if self._shell:
            self._shell.communicate()  # nothing more to read: it ends

    def run(self, *words: str, typed: str = "") -> Answer:
        """`./lerna <words>`, or `python -c <script> …` where the first word is `-c`; `typed` is what it reads."""
        if not self._shell:
            self._shell = subprocess.Popen(
                [sys.executable, "-P", __file__],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._shell.stdin
        assert self._shell.stdout
        print(json.dumps([words, typed]), file=self._shell.stdin, flush=True)
        return Answer(*json.loads(self._shell.stdout.readline()))


def serve() -> None:
    """Does what the lines of standard input ask for, one after the other."""
    import django

    django.setup()
    for line in sys.stdin:
        words, typed = json.loads(line)
        print(json.dumps(_run_apart(words, typed)), flush=True)  # noqa: T201 -- the answer


def _run_apart(words: Sequence[str], typed: str) -> Answer:
    with TemporaryFile() as given, TemporaryFile() as said, TemporaryFile() as errors:
        given.write(typed.encode())
        given.seek(0)
        child = os.fork()
        if child == 0:
            for place, file in enumerate((given, said, errors)):
                os.dup2(file.fileno(), place)
            _run_and_leave(words)
        _, status = os.waitpid(child, 0)
        for file in (said, errors):
            file.seek(0)
        return Answer(os.waitstatus_to_exitcode(status), said.read().decode(), errors.read().decode())


def _run_and_leave(words: Sequence[str]) -> None:
    code = 1
    try:
        signal.alarm(PATIENCE)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 -- what was read ahead belongs to the shell
        code = _run(words)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:  # whatever happened, the fork must not go on as the shell
        if error := sys.exception():
            traceback.print_exception(error)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(words: Sequence[str]) -> int:
    from lerna.config.cli import own
    from lerna.config.cli.catalog import OWNERS_COMMANDS
    from lerna.config.cli.main import main

    if words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(words[1], {"__name__": "__main__"})  # noqa: S102 -- the journeys' own scripts
        return 0
    if words[0] in own.COMMANDS or not OWNERS_COMMANDS.isdisjoint({words[0], " ".join(words[:2])}):
        # Set up otherwise than this process is.
        os.execv(sys.executable, [sys.executable, "-m", "lerna.config.cli", *words])  # noqa: S606
    return main(words)


if __name__ == "__main__":
    serve()
