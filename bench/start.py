"""How long a warm `./lerna up` takes until its first page has come whole.

The first start, which makes the database, is shown apart. Each is timed from the command to the front page's last byte,
in a folder of data of their own.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure.report import Run, Size

ROOT = Path(__file__).resolve().parents[1]
ALLOWED_SECONDS = 10.0
LONGEST = 300  # seconds


def main() -> int:
    """0 where the budget is kept, 1 where it isn't."""
    run = Run(__doc__, rounds=Size(5, quick=1))
    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder:
        first, *warm = [_measure_start(Path(folder) / "var") for _ in range(1 + run.sizes["rounds"])]
    run.add("first start, which makes the database", [first], "s")
    run.add("warm start to the first page", warm, "s", most=ALLOWED_SECONDS)
    return run.finish()


def _measure_start(var: Path) -> float:
    """Seconds from the command to the front page's last byte; the installation is stopped again."""
    port = _find_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LERNA_"))}
    started = time.perf_counter()
    process = subprocess.Popen(
        [ROOT / "lerna", "up", "--port", str(port)],
        env=environment | {"LERNA_VAR": str(var)}, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not _has_front_page(port):
            if process.poll() is not None or time.perf_counter() - started > LONGEST:
                raise SystemExit("./lerna up gave no page; run it by hand to see why.")
            time.sleep(0.02)
        return time.perf_counter() - started
    finally:
        process.terminate()
        process.wait()


def _find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _has_front_page(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"lerna.localhost:{port}"})
        response = connection.getresponse()
        return response.status == http.client.OK and response.read().rstrip().endswith(b"</html>")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
