"""Processes are restarted when they fall, ended when asked, and found after a kill."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from lerna.config.launch.children import Children, end_leftovers

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]
PARENT = [
    sys.executable,
    "-c",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])",
]


def wait_until(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_who_falls_is_said_and_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    children = Children(tmp_path / "children", said.append)
    child = children.start("sleeper", SLEEP, os.environ)
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    wait_until(lambda: child.process and child.process.poll() is not None)
    children.watch()
    assert said == ["The sleeper stopped (by SIGKILL); it starts again in 1 s"]
    assert child.process is None
    child.next_start = 0.0
    children.watch()
    assert child.process is not None
    assert child.process.pid != first
    children.stop()


def test_the_pause_grows_with_each_fall_up_to_half_a_minute(tmp_path: Path) -> None:
    said: list[str] = []
    children = Children(tmp_path / "children", said.append)
    child = children.start("broken", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    for _ in range(7):
        wait_until(lambda: child.process and child.process.poll() is not None)
        children.watch()
        child.next_start = 0.0
        children.watch()
    children.stop()
    assert [line.rsplit(" ", 2)[1] for line in said] == ["1", "2", "4", "8", "16", "30", "30"]
    assert "with code 3" in said[0]


def test_stopping_ends_the_stubborn_too(tmp_path: Path) -> None:
    children = Children(tmp_path / "children", lambda _: None)
    child = children.start("stubborn", STUBBORN, os.environ)
    assert child.process is not None
    process = child.process
    wait_until(lambda: psutil.Process(process.pid).status() == psutil.STATUS_SLEEPING)
    time.sleep(0.3)
    children.stop(seconds=0.3)
    assert process.poll() is not None
    assert not (tmp_path / "children").exists()


def test_a_later_start_ends_what_a_killed_one_left_however_deep(tmp_path: Path) -> None:
    children = Children(tmp_path / "children", lambda _: None)
    child = children.start("parent", PARENT, os.environ)
    assert child.process is not None
    parent = psutil.Process(child.process.pid)
    wait_until(parent.children)
    (grandchild,) = parent.children()
    stranger = subprocess.Popen(SLEEP)
    said: list[str] = []
    assert end_leftovers(tmp_path / "children", said.append) == 2
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE
    assert stranger.poll() is None, "a process that is not ours was ended"
    assert "Ended 2 processes" in said[0]
    assert end_leftovers(tmp_path / "children", said.append) == 0
    stranger.kill()
    stranger.wait()
    child.process.wait()
