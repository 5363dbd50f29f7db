"""A running installation and a real browser, both started once; every journey gets a clean context of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from journeys.installation import FOLDER, PATIENCE, Installation
from journeys.people import KAZAKH, RUSSIAN, Applicant, Words
from journeys.prompt import ROOT, Operator
from lerna.config.checks.machine import find_chromium, find_chromium_problem
from lerna.config.places import DATABASES
from lerna.config.postgres.cluster import Cluster

COMPANIES = {"lerna": "newskills", "e-distant": "kerbez-agy"}


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """Everything that `./lerna up` starts, on a free port, in a folder of its own."""
    with _start(FOLDER) as installation:
        yield installation


@pytest.fixture(autouse=True)
def _own_window(installation: Installation) -> None:  # noqa: ARG001 -- its database must be there
    """All journeys come from one network address, and together try to log in more often than one may."""
    with Cluster(FOLDER / "postgres").connect(DATABASES["default"]) as root:
        root.execute("delete from accounts_throttle")


@pytest.fixture(scope="session")
def installation_apart() -> Iterator[Installation]:
    """Another one, for journeys that change what the others stand on, such as a company's policy: the model text."""
    folder = FOLDER.with_name(f"{FOLDER.name}-apart")
    # Whoever has the companies' own texts beside the project must not get other words to change than who has not.
    with _start(folder, LERNA_SHARED=str(folder / "nothing-shared")) as installation:
        yield installation


@contextmanager
def _start(folder: Path, **variables: str) -> Iterator[Installation]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment |= {
        "LERNA_VAR": str(folder), "LERNA_MODE": "development", "DJANGO_SETTINGS_MODULE": "lerna.config.settings",
        "LERNA_PORT": str(port), "PYTHONPATH": str(ROOT / "src"), **variables,
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lerna.config.cli", "up", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        with closing(Operator(environment)) as operator:
            installation = Installation(port, environment, operator)
            _wait_for(installation, process)
            yield installation
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def site_server(installation: Installation) -> Callable[..., str]:
    """Gives addresses of the running installation's pages."""
    return installation.address


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
    pytest.fail("./lerna up did not come up:\n" + (installation.folder / "up.log").read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; Playwright brings none of its own here."""
    program = find_chromium()
    if program is None:
        pytest.fail(find_chromium_problem())
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


@pytest.fixture(params=[RUSSIAN, KAZAKH], ids=["ru", "kk"])
def words(request: pytest.FixtureRequest) -> Words:
    """The visitor's language."""
    found: Words = request.param
    return found


@pytest.fixture
def applicant() -> Applicant:
    """A new one each time: the installation's database is kept between runs."""
    number = uuid4()
    letters = "".join(chr(ord("а") + int(digit, 16)) for digit in number.hex[:10])
    return Applicant(f"Құралай{letters}", f"quralay-{number.hex[:10]}@example.kz", f"+7701{number.int % 10**7:07}")


OpenDesk = Callable[..., Page]


@pytest.fixture
def open_desk(browser: Browser, installation: Installation) -> Iterator[OpenDesk]:
    """A browser of a member of staff of a site's company, in this role, the second factor shown."""
    contexts = []

    def log_in(brand: str, role: str) -> Page:
        token = installation.log_in(COMPANIES[brand], role, f"vera-{uuid4().hex[:10]}@example.kz")
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        context.add_cookies([{"name": "lerna", "value": token, "url": installation.address(brand)}])
        return context.new_page()

    yield log_in
    for context in contexts:
        context.close()
