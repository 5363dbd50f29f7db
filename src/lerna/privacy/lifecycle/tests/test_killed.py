"""Killed at every statement of an erasure, it goes on where it stopped, and the end is always the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from lerna.companies.operations import load_companies
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret
from lerna.kit import clock
from lerna.privacy.lifecycle.models import Stage
from lerna.privacy.subjects.crypto.providers import key_provider

TEST_FOLDER = Path(__file__).resolve().parents[5] / "var" / "test"
SCRIPT = Path(__file__).with_name("killed_at_each_statement.py")


@pytest.fixture
def environment(cluster: Cluster, committed: None, tmp_path: Path) -> dict[str, str]:  # noqa: ARG001
    """What a process of its own needs to work in the tests' databases."""
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in ("default", "keys")}
    password = read_or_make_secret(TEST_FOLDER / roles.APP)
    urls = {alias: cluster.url(user=roles.APP, password=password, database=name) for alias, name in names.items()}
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=clock.now())
    key_provider().make("newskills")
    connections.close_all()
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "lerna.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LERNA_VAR": str(tmp_path),
        "LERNA_DATABASE_ROLE": "app",
        "DATABASE_URL": urls["default"],
        "LERNA_KEYS_DATABASE_URL": urls["keys"],
    }


@pytest.mark.clause("6.5")
@pytest.mark.parametrize("kind", ["gone", "held"])
def test_killed_at_any_statement_it_goes_on_to_the_same_end(environment: dict[str, str], kind: str) -> None:
    command = [sys.executable, str(SCRIPT), kind]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["died"] for line in lines] == [True] * (len(lines) - 1) + [False]
    seen = {line["stage"] for line in lines}
    assert seen == set(Stage.values), "killed between any two stages"
    end = {"old_key": False, "finished": True, "evidence": 1, "told": 1, "letters": 0}
    if kind == "gone":
        end |= {"subjects": 0, "profiles": [0, 0, 0], "names": [], "keys": 0}
    else:
        end |= {"subjects": 1, "profiles": [1, 0, 0], "names": ["Айгерім"], "keys": 1}
    assert [line["left"] for line in lines] == [end] * len(lines)
