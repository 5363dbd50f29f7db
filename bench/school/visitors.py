"""Visitors of a web server: so many requests a second, each begun at its own moment whether or not others are done."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

HOST = "lerna.kz"
LONGEST = 60  # seconds that the server may take to come up


@dataclass(frozen=True, slots=True)
class Answer:
    """Seconds from the moment at which it was due, and bytes as they came over the wire."""

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
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def visit(port: int, addresses: Sequence[str], *, a_second: int, seconds: int) -> tuple[list[Answer], float]:
    """Asks for the addresses in turn; the answers, and how many a second there were. SystemExit for a bad answer."""
    start = time.perf_counter() + 0.1
    with ThreadPoolExecutor(max_workers=32) as pool:
        asked = [
            pool.submit(_ask, port, addresses[number % len(addresses)], start + number / a_second)
            for number in range(a_second * seconds)
        ]
        answers = [one.result() for one in asked]
    return answers, len(answers) / (time.perf_counter() - start)


def _ask(port: int, address: str, due: float) -> Answer:
    time.sleep(max(0.0, due - time.perf_counter()))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers={"Host": HOST, "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        size = len(response.read())
        if response.status != http.client.OK:
            raise SystemExit(f"{address} answered {response.status}, so nothing was measured.")
        return Answer(time.perf_counter() - due, size)
    finally:
        connection.close()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and process.poll() is None:
        try:
            _ask(port, "/courses/", time.perf_counter())
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server didn't come up, so nothing was measured.")
