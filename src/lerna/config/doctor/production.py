"""Is an installation that says it is production set up as one?"""

import os
import subprocess
import sys
from collections.abc import Iterator

from lerna.config.doctor.finding import Finding

_SHORTEST_KEY = 50  # as Django's own check asks


def check_production() -> Iterator[Finding]:
    """Settings that are fine on a laptop and wrong in production; silent in development."""
    if os.environ.get("LERNA_MODE") != "production":
        return
    if 0 < len(os.environ.get("LERNA_SECRET_KEY", "")) < _SHORTEST_KEY:
        yield Finding(
            "LERNA_SECRET_KEY is short.", "set one of 50 random characters or more, or leave it to the launcher"
        )
    if not os.environ.get("LERNA_BEHIND_PROXY"):
        yield Finding(
            "LERNA_BEHIND_PROXY is not set: behind a proxy that ends TLS each page would redirect to itself.",
            "set it to 1 if a proxy sets X-Forwarded-Proto, to 0 if none stands before Lerna",
        )
    if os.environ.get("LERNA_DEVELOPMENT_HOSTS", "0") not in {"", "0", "false", "no", "off"}:
        yield Finding("LERNA_DEVELOPMENT_HOSTS is on in production.", "unset it")
    yield from check_settings()


def check_settings() -> Iterator[Finding]:
    """Can the settings be read at all, and does Django find nothing to object to?"""
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip() or "no reason given").splitlines()
        reason = next((line for line in reversed(last) if "ImproperlyConfigured" in line), last[-1]).rpartition(
            "ImproperlyConfigured: "
        )[2]
        yield Finding(
            f"Django objects to the settings: {reason}",
            "./lerna check --deploy tells more; see docs/reference/settings.md",
        )
