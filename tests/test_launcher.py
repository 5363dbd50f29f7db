"""`./lerna up` as a person meets it: one installation of its own, started, killed, repaired, stopped."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]
LERNA = ROOT / "lerna"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def up(var: Path, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`./lerna up` from a strange folder; its output goes to a file beside its data. Ended whatever happens."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "COV_"))}
    with (var.parent / "said").open("w") as said:
        process = subprocess.Popen(
            [LERNA, "up", "--port", str(port), *options],
            env=environment | {"LERNA_VAR": str(var), "LERNA_WEB_WORKERS": "1"},
            cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, text=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait(40)


def get(port: int, path: str, host: str = "lerna.localhost") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        response = connection.getresponse()
        return response.status, response.read().decode()
    except (OSError, HTTPException):
        return 0, ""
    finally:
        connection.close()


def wait_until(condition: Callable[[], object], said: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, said.read_text()
        time.sleep(0.1)


def run(var: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LERNA, *words], env=os.environ | {"LERNA_VAR": str(var)} | environment,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def var() -> Iterator[Path]:
    """Not in pytest's own folder, which every start of pytest closes to PostgreSQL's system user."""
    with tempfile.TemporaryDirectory(prefix="lerna test ") as folder:
        yield Path(folder) / "var"


def descendants_of(var: Path) -> list[psutil.Process]:
    """Everything that runs with this data folder in its command line or environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("LERNA_VAR") == str(var) or str(var) in " ".join(process.cmdline()):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def test_a_life_of_an_installation(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First run, second `up`, `kill -9`, repair, a fallen web server, a clean end: one story, as starts take time."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said, port = var.parent / "said", free_port()
    with up(var, port) as first:
        wait_until(lambda: get(port, "/readyz")[0] == 200, said)
        wait_until(lambda: "Ready in" in said.read_text(), said)
        for host in ("lerna", "skillbox", "geekbrains", "e-distant"):
            assert f"http://{host}.localhost:{port}" in said.read_text()
            assert get(port, "/", f"{host}.localhost:{port}")[0] == 200
        assert get(port, "/", "nobody.example")[0] == 404
        web_has_only_the_applications_url(var)
        second = run(var, "up", "--port", str(free_port()))
        assert second.returncode == 1
        assert f"process {first.pid}" in second.stderr
        first.kill()
        first.wait()
    leftovers = descendants_of(var)
    assert leftovers, "nothing was left, so this test would prove nothing"
    with up(var, port) as again:
        wait_until(lambda: "Ready in" in said.read_text(), said)
        assert "Ended" in said.read_text()
        assert get(port, "/")[0] == 200
        (web,) = [
            process for process in psutil.Process(again.pid).children() if "granian" in " ".join(process.cmdline())
        ]
        web.kill()
        wait_until(lambda: "it starts again" in said.read_text(), said)
        wait_until(lambda: get(port, "/")[0] == 200, said)
        started = time.monotonic()
        again.send_signal(signal.SIGTERM)
        assert again.wait(30) == 0
        assert time.monotonic() - started < 12
    wait_until(lambda: not descendants_of(var), said, 5)


def web_has_only_the_applications_url(var: Path) -> None:
    owner = (var / "run" / "owner-url").read_text()
    password = owner.partition("://lerna_owner:")[2].partition("@")[0]
    seen = [process for process in descendants_of(var) if "LERNA_RUN_TOKEN" in process.environ()]
    assert len(seen) >= 2
    for process in seen:
        assert password not in str(process.environ())
        assert "postgresql://" not in " ".join(process.cmdline())


def test_a_taken_port_is_said(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(var, "up", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "can't be listened on" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_runs_through_a_link_and_from_anywhere(tmp_path: Path) -> None:
    link = tmp_path / "links" / "lerna"
    link.parent.mkdir()
    link.symlink_to(os.path.relpath(LERNA, link.parent))
    done = subprocess.run([link, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "start everything" in done.stdout


def test_a_server_that_is_not_there_is_a_sentence(var: Path) -> None:
    done = run(var, "up", "--port", str(free_port()), DATABASE_URL="postgresql://vera:xyzzy@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "Check DATABASE_URL" in done.stderr
    assert "xyzzy" not in done.stderr
