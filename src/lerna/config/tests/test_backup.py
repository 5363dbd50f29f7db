"""Yesterday's backup, restored after an erasure, doesn't bring the person back."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker

from lerna.companies.operations import load_companies
from lerna.config.backup.command import run_backup, run_restore
from lerna.config.launch.run_lock import hold_installation, restore_mark
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret
from lerna.kit import clock
from lerna.privacy.subjects.crypto.providers import key_provider

TEST_FOLDER = Path(__file__).resolve().parents[4] / "var" / "test"
ACT = """
import sys, json, uuid, django
django.setup()
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import block, create_subject, forbid, permit, state_profile
from lerna.privacy.subjects.processing import processing
company, now = Company.objects.get(slug="newskills"), clock.now()
def register(name):
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=now)
    permit(subject=subject, purposes=[Purpose.CONSULTING, Purpose.MARKETING])
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        state_profile(subject=subject, actor=Actor.PERSON, now=now, name=name, email=f"{name}@example.kz")
    return str(subject.pk)
def erase(number):
    run = start_erasure(company=company, people=[uuid.UUID(number)], ground=Ground.DEMAND, actor=Actor.STAFF, now=now)
    list(continue_erasure(run=run, now=now))
def withdraw(number):
    subject = DataSubject(pk=uuid.UUID(number), company=company)
    forbid(subject=subject, purposes=[Purpose.MARKETING])
    record(company=company, operation=Operation.CONSENT_WITHDRAWN, clause="6.3", actor=Actor.PERSON, now=now,
           purpose="marketing", subject=subject.pk)
def stop(number):
    block(subject=DataSubject(pk=uuid.UUID(number), company=company), actor=Actor.STAFF, now=now)
def list_names(purpose):
    with processing(Purpose(purpose), company=company, reason="test"):
        return sorted(profile.name for profile in Profile.objects.all())
result = eval(sys.argv[1])
print(json.dumps([result, DataKey.objects.count()]))
"""


class World:
    """An installation on copies of the test's databases, used through processes of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def do(self, expression: str) -> object:
        command = [sys.executable, "-c", ACT, expression]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def world(
    cluster: Cluster,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    del django_db_setup
    connections.close_all()
    copies = {}
    with cluster.connect() as root:
        for alias in ("default", "keys"):
            name = str(connections[alias].settings_dict["NAME"])
            copies[alias] = f"{name}_copy"
            root.execute(f'drop database if exists "{copies[alias]}" with (force)'.encode())
            root.execute(f'create database "{copies[alias]}" template "{name}" owner {roles.OWNER}'.encode())
    for prefix, alias in (("", "default"), ("LERNA_KEYS_", "keys")):
        for infix, user in (("", roles.APP), ("OWNER_", roles.OWNER)):
            url = cluster.url(user=user, password=read_or_make_secret(TEST_FOLDER / user), database=copies[alias])
            monkeypatch.setenv(f"{prefix}DATABASE_{infix}URL", url)
    monkeypatch.setenv("LERNA_VAR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setenv("LERNA_DATABASE_ROLE", "app")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "lerna.config.settings")
    key_provider().make("newskills")
    with django_db_blocker.unblock():
        _load(copies["default"])
    yield World(dict(os.environ))
    with cluster.connect() as root:
        for name in copies.values():
            root.execute(f'drop database "{name}" with (force)'.encode())


def _load(name: str) -> None:
    database = connections["default"].settings_dict
    before = database["NAME"]
    connections["default"].close()
    database["NAME"] = name
    try:
        load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=clock.now())
    finally:
        connections["default"].close()
        database["NAME"] = before


@pytest.mark.clause("6.5")
@pytest.mark.clause("11.1")
def test_a_restored_backup_brings_nobody_back(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (aigerim, vera, dinara), _ = world.do("[register(name) for name in ('Айгерім', 'Вера', 'Динара')]")  # type: ignore[misc]
    folder = tmp_path / "backup"
    assert run_backup(argparse.Namespace(to=folder)) == 0
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}
    assert run_backup(argparse.Namespace(to=folder)) == 1, "never written over"
    world.do(f"[erase({aigerim!r}), withdraw({vera!r}), stop({dinara!r}), register('Мадина')]")
    assert run_restore(argparse.Namespace(folder=folder, yes=True)) == 0, capsys.readouterr()
    names = "[list_names(purpose) for purpose in ('consulting', 'marketing', 'requests')]"
    # Aigerim is gone with her key, Vera has withdrawn, Dinara is blocked; who came after the backup is lost with it.
    end = [[["Вера"], [], ["Вера", "Динара"]], 2]
    assert world.do(names) == end
    assert not restore_mark(tmp_path).exists()
    assert run_restore(argparse.Namespace(folder=folder, yes=True)) == 0, "an older file of endings serves again"
    assert world.do(names) == end


def test_half_a_backup_is_refused_and_so_is_a_running_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LERNA_VAR", str(tmp_path))
    (tmp_path / "lerna.dump").touch()
    assert run_restore(argparse.Namespace(folder=tmp_path, yes=True)) == 1
    assert "lerna-keys.dump, backup.json is missing" in capsys.readouterr().err
    for name in ("lerna-keys.dump", "backup.json"):
        (tmp_path / name).touch()
    assert run_restore(argparse.Namespace(folder=tmp_path, yes=False)) == 1
    with hold_installation(tmp_path):
        assert run_restore(argparse.Namespace(folder=tmp_path, yes=True)) == 1
    assert "already runs" in capsys.readouterr().err
