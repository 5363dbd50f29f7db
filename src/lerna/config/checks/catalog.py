"""Every check of `./lerna test`, cheapest first."""

import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lerna.config.places import ROOT

Command = Sequence[str]

_BIN = Path(sys.executable).parent
_DJANGO = (sys.executable, "-W", "ignore::RuntimeWarning", "-m", "django")
_SLIPCOVER = (sys.executable, "-m", "slipcover")
_SLOWEST = "--durations=15"  # said at the end: whoever makes the tests slower sees it
# Slipcover measures no test module, so it need not reach into pytest: not being able to is no warning worth an end.
_SLIPCOVER_IS_THERE_FIRST = (
    "-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning",
    "-W", "ignore:Unable to activate pytest branch coverage:RuntimeWarning",
)  # fmt: skip
QUIET_DOCS = {"NO_MKDOCS_2_WARNING": "1"}  # an advertisement of another program
_NO_SERVER = "postgresql://lerna_app@127.0.0.1:1/none"
# These checks must not need one, nor wait for it as a pool of connections does.
_ANY_DATABASE = {"DATABASE_URL": _NO_SERVER, "LERNA_KEYS_DATABASE_URL": _NO_SERVER, "LERNA_DATABASE_POOL": "0"}


def _tool(name: str, *arguments: str) -> Command:
    return (str(_BIN / name), *arguments)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: commands that must all end with 0, in this order, each with `environment` added."""

    name: str
    title: str
    commands: Sequence[Command]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_long: bool = False  # its output is shown while it runs; that of the others only when they fail
    needs: Callable[[], str | None] = lambda: None  # a sentence about what is missing on this machine


def list_checks(*, find_chromium_problem: Callable[[], str | None]) -> tuple[Check, ...]:
    """All checks in the order in which they run."""
    return (*_list_quick_checks(), *_list_slow_checks(find_chromium_problem))


def _list_quick_checks() -> tuple[Check, ...]:
    production = {
        "LERNA_MODE": "production",
        "LERNA_SECRET_KEY": secrets.token_urlsafe(64),
        "LERNA_BEHIND_PROXY": "1",
        "LERNA_SMTP_URL": "smtp://localhost:25",
        "LERNA_STORES": "database=KZ,keys=KZ,files=KZ,backups=KZ,mail=KZ,logs=KZ",
    }
    djlint = _tool("djlint", "src")
    deploy = (*_DJANGO, "check", "--deploy", "--fail-level", "WARNING")
    migrations = (*_DJANGO, "makemigrations", "--check", "--dry-run")
    return (
        Check("format", "Python as ruff formats it", [_tool("ruff", "format", "--check", "--quiet", ".")]),
        Check("lint", "ruff finds nothing", [_tool("ruff", "check", "--quiet", ".")]),
        Check("templates", "djlint finds nothing", [(*djlint, "--check"), (*djlint, "--lint")]),
        Check("floors", "imports go downwards", [_tool("lint-imports", "--no-logo")]),
        Check("deploy", "Django's checks for production", [deploy], production | _ANY_DATABASE),
        Check("migrations", "no model without its migration", [migrations], _ANY_DATABASE),
        Check(
            "translations", "Russian and Kazakh complete", [(sys.executable, "-m", "lerna.config.checks.translations")]
        ),
        Check("policy", "every clause that is done is proven", [(str(ROOT / "lerna"), "policy", "coverage")]),
    )


def _list_slow_checks(find_chromium_problem: Callable[[], str | None]) -> tuple[Check, ...]:
    pytest = ("pytest", "-q", "-n", "2", "--dist", "worksteal", _SLOWEST, "-m", "not journey")
    found = str(ROOT / "var" / "test" / "coverage.json")
    tests = [
        (*_SLIPCOVER, "--json", "--out", found, "-m", *pytest, *_SLIPCOVER_IS_THERE_FIRST),
        # Of its own, because what several processes found together is forgotten by the first one's report.
        (*_SLIPCOVER, "--merge", found, "--out", found, "--fail-under", "90"),
    ]
    # A file's journeys stay with one process, because some of them stand on an installation of their own.
    journeys = _tool("pytest", "-q", "-n", "2", "--dist", "loadfile", _SLOWEST, "-m", "journey")
    return (
        Check("types", "mypy, strict", [_tool("mypy")]),
        Check("docs", "documentation builds", [_tool("mkdocs", "build", "--strict", "--quiet")], QUIET_DOCS),
        Check("tests", "tests, and their coverage", tests, is_long=True),
        Check(
            "journeys", "a browser against a running installation", [journeys],
            is_long=True, needs=find_chromium_problem,
        ),
    )  # fmt: skip
