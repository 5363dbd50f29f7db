"""Visitors of a web server: at a steady rate, each at a moment of its own, or as many as get their answers.

A visitor may be logged in and send a form. By name, what they ask for stands apart in the answers.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from measure.report import Run

HOST = "lerna.kz"
LONGEST = 60  # seconds that the server may take to come up
HEAVIEST = 100_000  # bytes of a page without its media
MILLI = 1000
_GOOD = (http.client.OK, http.client.FOUND, http.client.SEE_OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request; with `fields` a form that is sent. `what` is what it is called in the figures."""

    what: str
    address: str
    cookie: str = ""
    fields: Mapping[str, str] | None = None
    host: str = HOST


@dataclass(frozen=True, slots=True)
class Answer:
    """Seconds from the moment at which it was due, and bytes as they came over the wire."""

    what: str
    seconds: float
    size: int


@contextmanager
def web_server(workers: int) -> Iterator[int]:
    """The installation's own server, with so many processes; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", str(workers), "--blocking-threads", "8", "--log-level", "error", "--no-ws",
               "lerna.config.wsgi:application"]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[:2])}
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        wait_for(port, process, Ask(what="The first page", address="/courses/"))
        yield port
    finally:
        process.terminate()
        process.wait()


def visit(port: int, asks: Sequence[Ask], *, a_second: int, seconds: int) -> tuple[list[Answer], float]:
    """Asks in turn, so many a second; the answers, and how many a second there were. SystemExit for a bad answer."""
    start = time.perf_counter() + 0.1
    with ThreadPoolExecutor(max_workers=32) as pool:
        asked = [
            pool.submit(_ask, port, asks[number % len(asks)], start + number / a_second)
            for number in range(a_second * seconds)
        ]
        answers = [one.result() for one in asked]
    return answers, len(answers) / (time.perf_counter() - start)


def crowd(port: int, asks: Iterable[Ask], *, visitors: int) -> float:
    """So many visitors at once, each asking as soon as it has its answer, until all is asked; answers a second."""
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=visitors) as pool:
        answers = list(pool.map(lambda ask: _ask(port, ask, time.perf_counter()), asks))
    return len(answers) / (time.perf_counter() - start)


def report_answers(run: Run, what: str, *rounds: Sequence[Answer], most: float | None = None) -> None:
    """Of each round the middle time and the 95th of a hundred, in ms, the latter at `most`; and the heaviest answer."""
    times = [[answer.seconds * MILLI for answer in answers] for answers in rounds]
    run.add(f"{what}: p50", [statistics.median(one) for one in times], "ms")
    run.add(f"{what}: p95", [statistics.quantiles(one, n=20)[-1] for one in times], "ms", most=most)
    largest = [max(answer.size for answer in answers) for answers in rounds]
    run.add(f"{what}: largest, compressed", largest, "bytes", most=HEAVIEST)


def _ask(port: int, ask: Ask, due: float) -> Answer:
    time.sleep(max(0.0, due - time.perf_counter()))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": ask.host, "Accept-Encoding": "gzip", "X-Forwarded-Proto": "https"}
    headers |= {"Cookie": ask.cookie} if ask.cookie else {}
    try:
        if ask.fields is None:
            connection.request("GET", ask.address, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", ask.address, urlencode(ask.fields), headers)
        response = connection.getresponse()
        size = len(response.read())
        if response.status not in _GOOD:
            raise SystemExit(f"{ask.what} was answered by {response.status}, so nothing was measured.")
        return Answer(ask.what, time.perf_counter() - due, size)
    finally:
        connection.close()


def wait_for(port: int, process: "subprocess.Popen[bytes]", ask: Ask) -> None:
    """Until the server answers; SystemExit where it ends or takes too long."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and process.poll() is None:
        try:
            _ask(port, ask, time.perf_counter())
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server didn't come up, so nothing was measured.")
