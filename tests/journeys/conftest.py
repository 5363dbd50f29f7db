"""A running installation and a real browser, both started once; every journey gets a clean context of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "test" / "journeys"  # kept between runs, so that only the first one makes a database
PATIENCE = 180  # seconds for a first start on a slow machine


@dataclass(frozen=True, slots=True)
class Installation:
    """Four sites on one port."""

    port: int

    def address(self, brand: str, path: str = "/") -> str:
        """Where a browser finds this site's page."""
        return f"http://{brand}.localhost:{self.port}{path}"


@pytest.fixture(scope="session")
def site_server() -> Iterator[Callable[..., str]]:
    """Everything that `./lerna up` starts, on a free port, in a folder of its own; gives addresses of its pages."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        installation = Installation(free.getsockname()[1])
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))}
    environment |= {"LERNA_VAR": str(FOLDER), "LERNA_MODE": "development"}
    with (FOLDER / "up.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lerna.config.cli", "up", "--port", str(installation.port)],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        _wait_for(installation, process)
        yield installation.address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait_for(installation: Installation, process: subprocess.Popen[bytes]) -> None:
    # urlopen asks the machine for lerna.localhost, which not every resolver knows; the host goes in a header instead.
    first_page = Request(
        f"http://127.0.0.1:{installation.port}/policy/", headers={"Host": f"lerna.localhost:{installation.port}"}
    )
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            urlopen(first_page, timeout=5).close()  # noqa: S310 -- an http address of our own
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("./lerna up did not come up:\n" + (FOLDER / "up.log").read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; Playwright brings none of its own here."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("No chromium on this machine; ./lerna test installs it where it can.")
    with sync_playwright() as playwright:
        # As root, which CI is, chromium starts only without its sandbox; it opens nothing but our own pages.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whom the sites have never seen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that visitor's."""
    return context.new_page()
