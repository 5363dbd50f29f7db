"""Each check of the doctor, with what it looks for made wrong for real."""

import os
import socket
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from lerna.config.doctor import database, files, machine, production
from lerna.config.doctor.finding import Finding
from lerna.config.launch.run_lock import hold_installation
from lerna.config.postgres.cluster import Cluster
from lerna.kit import clock


def only(findings: Iterable[Finding]) -> Finding:
    (finding,) = findings
    assert finding.sentence.endswith((".", "others.")) or ":" in finding.sentence
    assert finding.remedy
    return finding


def test_an_old_python() -> None:
    assert "3.10.2" in only(machine.check_python((3, 10, 2))).sentence
    assert not list(machine.check_python())


def test_packages_of_another_lock(tmp_path: Path) -> None:
    for name in (".venv", "locks", "node_modules"):
        (tmp_path / name).mkdir()
    (tmp_path / "locks" / "run.txt").write_text("django==5.2\n")
    assert "locks/run.txt" in only(machine.check_packages(tmp_path)).sentence
    (tmp_path / ".venv" / "lerna-run.txt").write_text("django==5.2\n")
    assert not list(machine.check_packages(tmp_path))
    (tmp_path / "package-lock.json").write_text("{}")
    assert "package-lock.json" in only(machine.check_packages(tmp_path)).sentence


def test_no_browser_where_there_are_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LERNA_CHROMIUM", raising=False)
    assert not list(machine.check_browser(tmp_path))
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "lerna-dev.txt").touch()
    assert "Chromium" in only(machine.check_browser(tmp_path)).sentence


def test_a_translation_older_than_its_source(tmp_path: Path) -> None:
    po = tmp_path / "locale" / "kk" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text("")
    assert "kk" in only(machine.check_translations(tmp_path)).sentence
    po.with_suffix(".mo").touch()
    assert not list(machine.check_translations(tmp_path))
    os.utime(po.with_suffix(".mo"), (1, 1))
    assert only(machine.check_translations(tmp_path))


def test_secrets_that_others_read(tmp_path: Path) -> None:
    key = tmp_path / "secrets" / "secret-key"
    key.parent.mkdir()
    key.write_text("x")
    key.chmod(0o640)
    assert only(files.check_secrets(tmp_path)).remedy == f"chmod 600 {key}"
    key.chmod(0o600)
    assert not list(files.check_secrets(tmp_path))


def test_a_folder_that_cannot_be_written() -> None:
    if os.geteuid() == 0:
        assert only(files.check_var(Path("/proc/none/var"))) if not os.access("/proc", os.W_OK) else True
    else:
        assert "can't be written" in only(files.check_var(Path("/usr/none/var"))).sentence


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    for var in (tmp_path / "var", tmp_path / "var" / "deeper"):
        assert only(files.check_var(var)).remedy == "set LERNA_VAR to a folder, or leave it out"


def test_a_full_disk(tmp_path: Path) -> None:
    assert "MB are free" in only(files.check_disk(tmp_path / "not-yet", smallest=10**18)).sentence
    assert not list(files.check_disk(tmp_path, smallest=1))


def test_what_a_killed_run_left(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert not list(files.check_leftovers(tmp_path))
    (tmp_path / "run" / "children").write_text("token")
    assert "killed" in only(files.check_leftovers(tmp_path)).sentence
    with hold_installation(tmp_path):
        assert not list(files.check_leftovers(tmp_path))


def test_a_port_somebody_else_has(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert str(port) in only(files.check_port(tmp_path, port=port)).sentence
        with hold_installation(tmp_path):
            assert not list(files.check_port(tmp_path, port=port)), "our own server has the port by right"


def test_a_server_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://vera:secret@127.0.0.1:1/none")
    assert "did not let vera in" in only(database.check_database(tmp_path)).sentence


def test_no_programs_of_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("lerna.config.postgres.programs._DEBIAN_ROOT", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install postgresql" in only(database.check_database(tmp_path)).remedy


def test_nothing_is_wrong_before_the_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert not list(database.check_database(tmp_path))


def test_an_application_that_is_superuser(cluster: Cluster) -> None:
    with cluster.connect() as connection:
        assert "may do more" in only(database.check_role(connection)).sentence


def test_clocks_apart(cluster: Cluster) -> None:
    with cluster.connect() as connection:
        assert not list(database.check_clock(connection))
        late = clock.now() - timedelta(minutes=5)
        assert "s apart" in only(database.check_clock(connection, now=late)).sentence


def test_a_mailbox_that_cannot_be_read(cluster: Cluster) -> None:
    with cluster.connect() as connection:
        assert not list(database.check_mailboxes(connection))
        connection.execute("create temporary table companies_company as select 1 as id, 'newskills' as slug")
        connection.execute("create temporary table intake_fault as select 1 as company_id, 'no-login' as problem")
        finding = only(database.check_mailboxes(connection))
        assert finding.sentence == "newskills's mailbox can't be read: no-login."
        assert "password" in finding.remedy


def test_migrations_that_are_due_and_tables_of_the_application(cluster: Cluster, worker_id: str) -> None:
    name = f"doctor_{worker_id}"
    with cluster.connect() as connection:
        connection.execute(f"drop database if exists {name} with (force)".encode())
        connection.execute(f"drop role if exists {name}".encode())
        connection.execute(f"create role {name} login password 'x'".encode())
        connection.execute(f"create database {name} owner {name}".encode())
    url = cluster.url(user=name, password="x", database=name)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("create table public.mine (id int)")
        sentences = [finding.sentence for finding in database.check_connection(url)]
    finally:
        with cluster.connect() as connection:
            connection.execute(f"drop database {name} with (force)".encode())
            connection.execute(f"drop role {name}".encode())
    assert sentences == [
        f"The application's role {name} owns tables.",
        "There are migrations that the database has not had.",
    ]


def test_a_production_that_is_set_up_as_a_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERNA_MODE", "development")
    assert not list(production.check_production())
    monkeypatch.setenv("LERNA_MODE", "production")
    monkeypatch.setenv("LERNA_SECRET_KEY", "short")
    monkeypatch.setenv("LERNA_DEVELOPMENT_HOSTS", "1")
    monkeypatch.delenv("LERNA_BEHIND_PROXY", raising=False)
    said = " ".join(finding.sentence for finding in production.check_production())
    for word in (
        "LERNA_SECRET_KEY is short",
        "LERNA_BEHIND_PROXY is not set",
        "LERNA_DEVELOPMENT_HOSTS is on",
        "Django objects",
    ):
        assert word in said


def test_a_setting_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERNA_MODE", "laptop")
    assert "LERNA_MODE is “laptop”; it must be one of" in only(production.check_settings()).sentence
