"""What only real commits show: a consent and a publication at one moment; and a publication killed at any statement."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.conf import LazySettings
from django.db import connections, transaction

from lerna.companies.models import Company
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal.operations import bring_into_force
from lerna.privacy.renewal.tests.conftest import LATER, agree, join, load_both, start
from lerna.privacy.renewal.tests.test_publish import count_outdated_in, seen_for

pytestmark = pytest.mark.usefixtures("committed")
TEST_FOLDER = Path(__file__).resolve().parents[5] / "var" / "test"
SCRIPT = Path(__file__).with_name("killed_at_each_statement.py")


@pytest.fixture
def newskills(committed: None) -> Company:  # noqa: ARG001
    return load_both()["newskills"]


@pytest.mark.clause("11.5")
def test_a_publication_waits_for_the_consent_that_is_being_given_and_then_sees_it(newskills: Company) -> None:
    aigerim = join(newskills, email="aigerim@example.kz")
    publication = start(newskills)
    done: list[PolicyVersion] = []

    def bring() -> None:
        try:
            done.append(bring_into_force(publication=publication, now=LATER))
        finally:
            connections.close_all()

    thread = Thread(target=bring)
    with transaction.atomic():
        agree(aigerim, Purpose.MARKETING, now=LATER)
        thread.start()
        thread.join(timeout=1)
        assert thread.is_alive(), "it waits"
        assert not done
    thread.join(timeout=20)
    assert done
    assert seen_for(newskills, Purpose.MARKETING) == 0
    assert count_outdated_in(newskills) == 0


@pytest.fixture
def environment(cluster: Cluster, newskills: Company, settings: LazySettings) -> dict[str, str]:
    """For a process of its own, as the application's role."""
    del newskills
    password = read_or_make_secret(TEST_FOLDER / roles.APP)
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in ("default", "keys")}
    urls = {alias: cluster.url(user=roles.APP, password=password, database=name) for alias, name in names.items()}
    connections.close_all()
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "lerna.config.settings",
        "PYTHONPATH": os.pathsep.join([*sys.path, str(SCRIPT.parent)]),
        "LERNA_VAR": str(settings.LERNA_VAR),
        "LERNA_DATABASE_ROLE": "app",
        "DATABASE_URL": urls["default"],
        "LERNA_KEYS_DATABASE_URL": urls["keys"],
    }


@pytest.mark.clause("11.5")
def test_killed_at_any_statement_it_goes_on_and_nothing_went_on_meanwhile(environment: dict[str, str]) -> None:
    command = [sys.executable, "-W", "ignore", str(SCRIPT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["died"] for line in lines] == [True] * (len(lines) - 1) + [False]
    assert {line["stage"] for line in lines} == {"stopping", "in force", "told"}, "killed in each of them"
    assert not any(line["outdated"] for line in lines), "whatever was in force just then"
    end = {"told": [1, 1, 1], "ended": 2, "seen": 0, "finished": True, "versions": 1}
    assert [line["left"] for line in lines] == [end] * len(lines)
