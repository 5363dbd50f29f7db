"""What the settings of a production say, read by a process of its own."""

import os
import subprocess
import sys

import pytest


def read_in_production(name: str, **environment: str) -> str:
    """The setting's value in words."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LERNA_", "COV_"))}
    done = subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; print(repr(settings.{name}))"],
        env=kept | {"LERNA_MODE": "production", "LERNA_SECRET_KEY": "k" * 50, **environment},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize(("environment", "value"), [({}, "False"), ({"LERNA_HSTS_PRELOAD": "1"}, "True")])
def test_a_domain_enters_the_browsers_list_by_its_owner_s_word_alone(environment: dict[str, str], value: str) -> None:
    assert read_in_production("SECURE_HSTS_PRELOAD", **environment) == value
    assert read_in_production("SECURE_HSTS_SECONDS", **environment) == "31536000"
