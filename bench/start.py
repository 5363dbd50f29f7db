"""How long a warm `./lerna up` takes to its first page; the budget is ten seconds (design: budgets).

The first start makes the database and is not counted; then three warm ones are, each up to the first whole front page.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUDGET = 10.0  # seconds
PORT = 8790


def measure_start(var: Path) -> float:
    """Seconds from the command to the front page's last byte; the installation is stopped again."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    started = time.perf_counter()
    process = subprocess.Popen(
        [ROOT / "lerna", "up", "--port", str(PORT)],
        env=environment | {"LERNA_VAR": str(var)}, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not has_front_page():
            if process.poll() is not None:
                raise SystemExit("./lerna up ended by itself; run it by hand to see why.")
            time.sleep(0.02)
        return time.perf_counter() - started
    finally:
        process.terminate()
        process.wait()


def has_front_page() -> bool:
    """Does the first site answer with a page?"""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"lerna.localhost:{PORT}"})
        response = connection.getresponse()
        return response.status == http.client.OK and response.read().rstrip().endswith(b"</html>")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> int:
    """Prints the figures; 1 if the median misses the budget."""
    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder:
        first, *warm = [measure_start(Path(folder) / "var") for _ in range(4)]
    median = statistics.median(warm)
    figures = ", ".join(f"{one:.1f}" for one in warm)
    print(f"first start {first:.1f} s; warm {figures} s; median {median:.1f} of {BUDGET:.0f} s")
    return 0 if median <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
