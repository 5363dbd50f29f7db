"""The runner of checks goes on after a failure, shows why, and ends with a sum; steps say how long they took."""

import argparse
import socket
import sys
from pathlib import Path

import pytest

from lerna.config.checks import machine, run, tools
from lerna.config.checks.catalog import Check, list_checks
from lerna.config.doctor import examine
from lerna.config.launch.progress import Progress


def make_check(name: str, code: int, *, is_long: bool = False) -> Check:
    return Check(
        name,
        "a title",
        [(sys.executable, "-c", f"print('words of {name}'); raise SystemExit({code})")],
        is_long=is_long,
    )


def test_checks_run_from_cheap_to_dear_and_have_names_of_their_own() -> None:
    names = [check.name for check in list_checks(find_chromium_problem=lambda: None)]
    assert names[:2] == ["format", "lint"]
    assert names[-2:] == ["tests", "journeys"]
    assert len(set(names)) == len(names)


def test_what_failed_is_shown_and_summed_up(capfd: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    good, bad = make_check("good", 0), make_check("bad", 3)
    results = [(check, *run._run_check(check, progress)) for check in (bad, good)]  # noqa: SLF001 -- without the real checks
    assert run._say_results(results, progress) == 1  # noqa: SLF001
    out, err = capfd.readouterr()
    assert "words of bad" in out
    assert "words of good" not in out
    assert err.rstrip().endswith("1 passed, 1 failed: bad")
    assert "ended with code 3" in err


def test_a_check_that_lacks_its_program_fails_with_the_remedy(capfd: pytest.CaptureFixture[str]) -> None:
    check = Check("journeys", "a title", [], needs=lambda: "No Chromium was found.")
    why, _ = run._run_check(check, Progress())  # noqa: SLF001
    assert why == "No Chromium was found."
    assert "✗ No Chromium" in capfd.readouterr().err


def test_an_unknown_check_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert run.run_test(argparse.Namespace(names=["typos"])) == 2
    assert "Did you mean ./lerna test types?" in capfd.readouterr().err


def test_missing_programs_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LERNA_CHROMIUM", raising=False)
    assert "apt-get install chromium" in (machine.find_chromium_problem() or "")
    assert "apt-get install gettext" in (machine.find_gettext_problem() or "")
    monkeypatch.setattr(machine, "_ROOTS_PROGRAMS", str(tmp_path))
    assert "apt-get install pgbouncer" in (machine.find_pooler_problem() or "")
    assert "apt-get install dovecot-imapd" in (machine.find_mail_server_problem() or "")
    machine.install_what_is_missing(
        Progress(), names={"journeys", "translations", "tests"}
    )  # no apt-get here: it does nothing
    assert tools.run_messages(argparse.Namespace()) == 1
    assert "gettext" in capfd.readouterr().err
    monkeypatch.setenv("LERNA_CHROMIUM", "/opt/chromium")
    assert machine.find_chromium_problem() is None


@pytest.mark.parametrize(
    ("debian", "installs"), [("new", ["chromium-headless-shell"]), ("old", ["chromium-headless-shell", "chromium"])]
)
def test_the_light_browser_is_installed_and_where_there_is_none_the_heavy_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, debian: str, installs: list[str]
) -> None:
    apt, said = tmp_path / "apt-get", tmp_path / "said"
    refused = "chromium-headless-shell" if debian == "old" else "nothing"
    apt.write_text(f'#!/bin/sh\necho "$*" >>{said}\ncase "$*" in *{refused}) exit 100 ;; esac\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LERNA_CHROMIUM", raising=False)
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    machine.install_what_is_missing(Progress(), names={"journeys"})
    update, *others = said.read_text().splitlines()
    assert update.split()[0] == "update"
    assert [line.split()[-1] for line in others] == installs


def test_a_step_says_whether_it_went_well(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = Progress()
    with progress.step("Good"):
        pass
    with pytest.raises(ValueError, match="x"), progress.step("Bad"):
        raise ValueError("x")
    said = capfd.readouterr().err
    assert "✓ Good" in said
    assert "✗ Bad" in said


def test_the_doctor_ends_with_one_when_anything_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LERNA_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert examine.run_doctor(argparse.Namespace(port=port)) == 1
    said = capfd.readouterr().err
    assert f"✗ Port {port}" in said
    assert "→ Stop what holds it" in said
