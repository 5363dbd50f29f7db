"""NOW LMS with a school of the same size on the same server, in an environment of its own, served as its makers do.

Where it has no page of the kind, the nearest one is asked: it takes no works, so a lesson is marked as done instead.
An evaluation there is answered whole.
"""

import json
import os
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from school.visitors import Ask, wait_for

from peers.environment import PeersError, make_environment

LOCK = Path(__file__).with_name("school.txt")
TITLE = "NOW LMS 2.0.4"
LONGEST = 900  # seconds that filling it may take
THREADS = 8


@contextmanager
def peer_school(cluster: "Cluster", *, workers: int, sizes: Mapping[str, int]) -> Iterator["PeerSchool"]:  # noqa: F821
    """Filled and served; PeersError where it can't be. `sizes`: courses, lessons, learners and enrollments."""
    python = make_environment(LOCK)
    with cluster.connect() as root:
        root.execute("create database bench_school")
    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
        own = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTHON", "CI"))}
        environment = own | {
            "DATABASE_URL": f"postgresql+pg8000://postgres:{cluster.password()}@/bench_school"
                            f"?unix_sock={cluster.sockets}/.s.PGSQL.5432",
            "SECRET_KEY": secrets.token_hex(32), "NOW_LMS_DATA_DIR": folder, "LMS_PORT": str(port),
            "NOW_LMS_WORKERS": str(workers), "NOW_LMS_THREADS": str(THREADS),
        }  # fmt: skip
        filled = _fill(python, environment, sizes)
        free.close()
        command = [str(python.with_name("lmsctl")), "serve", "--wsgi-server", "gunicorn"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=environment, start_new_session=True, **quiet)
        try:
            wait_for(port, process, Ask(what="its first page", address="/course/explore"))
            yield PeerSchool(port, filled)
        finally:
            process.terminate()
            process.wait()


class PeerSchool:
    """Where it answers, and what to ask of it."""

    def __init__(self, port: int, filled: Mapping[str, object]) -> None:
        self.port = port
        self._filled = filled

    def list_asks(self, mix: Sequence[str], count: int) -> Iterator[Ask]:
        """So many requests of the mix, learner after learner, as for our own school."""
        course, lessons, options = (self._filled[name] for name in ("course", "lessons", "options"))
        for number in range(count):
            what = mix[number * 7 % len(mix)]
            lesson = lessons[number % len(lessons)]
            address = {
                "catalogue": f"/course/explore?page={number % 5 + 1}",
                "course": f"/course/{course}/view",
                "outline": f"/course/{course}/take",
                "lesson": f"/course/{course}/resource/text/{lesson}",
                "answer": f"/evaluation/{self._filled['evaluation']}/take",
                "work": f"/course/{course}/resource/text/{lesson}/complete",
            }[what]
            fields = {"work": {}, "answer": {f"question_{key}": choices[0] for key, choices in options.items()}}.get(
                what
            )
            cookies = self._filled["cookies"]
            yield Ask(what=what, address=address, cookie=cookies[number // len(mix) % len(cookies)], fields=fields)


def _fill(python: Path, environment: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, object]:
    command = [str(python), str(Path(__file__).with_name("study_as.py"))]
    command += [str(sizes[name]) for name in ("courses", "lessons", "learners", "enrollments")]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=LONGEST, cwd=python.parent
        )
    except subprocess.SubprocessError as error:
        said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
        raise PeersError((said.strip().splitlines() or [str(error)])[-1]) from None
    return json.loads(done.stdout.splitlines()[-1])
