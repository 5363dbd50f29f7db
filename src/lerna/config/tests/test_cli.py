"""Commands are found, listed, and a wrong word gets the nearest right one."""

import argparse
from pathlib import Path

import pytest

from lerna.config.cli import own
from lerna.config.cli.catalog import suggest
from lerna.config.cli.main import main, write_help
from lerna.config.cli.rooms import find_language
from lerna.config.launch import up


def test_help_has_a_line_for_every_command() -> None:
    text = write_help()
    for name in (*own.COMMANDS, "companies load", "policy import", "policy publish", "migrate", "shell"):
        (line,) = [line for line in text.splitlines() if line.startswith(f"  {name} ")]
        assert len(line.split()) > len(name.split()) + 2, f"{name} says nothing"


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_is_what_comes_without_a_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert "./lerna COMMAND" in capsys.readouterr().out


def test_a_wrong_word_gets_the_nearest_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["polici"]) == 2
    assert "There is no command “polici”. Did you mean ./lerna policy?" in capsys.readouterr().err
    assert "Did you mean" not in suggest("qqq", ["up"])


def test_a_command_that_needs_no_database_starts_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LERNA_VAR", str(tmp_path / "var"))
    assert main(["companies", "load", "--check"]) == 0
    assert "kerbez-agy: nothing wrong" in capsys.readouterr().out
    assert not (tmp_path / "var").exists()


def test_an_expected_error_is_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("slug = 1\n")
    assert main(["companies", "load", "--check", str(wrong)]) == 1
    said = capsys.readouterr().err
    assert "✗" in said
    assert "wrong.toml" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("words", [["policy", "nonsense"], ["companies", "load", "--nonsense"]])
def test_a_word_too_many_or_too_few_is_told_with_the_usage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
) -> None:
    monkeypatch.setenv("LERNA_VAR", str(tmp_path / "var"))
    with pytest.raises(SystemExit, match="2"):
        main(words)
    said = capsys.readouterr().err
    assert said.startswith("usage: lerna ")
    assert "Traceback" not in said
    assert not (tmp_path / "var").exists(), "no database is started for it"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (28, "is full. Free some space"),
        (30, "can't be written. Make it yours"),
        (13, "can't be written"),
        (17, "Set LERNA_VAR to a folder"),
        (20, "Set LERNA_VAR to a folder"),
        (5, "Input/output error"),
    ],
)
def test_what_disks_do_is_said_with_the_remedy(number: int, sentence: str) -> None:
    import os

    assert sentence in up.explain_disk(OSError(number, os.strerror(number), "/x/var"), Path("/x/var"))


def test_a_reset_without_a_terminal_needs_yes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LERNA_VAR", str(tmp_path))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "secret-key").write_text("kept")
    assert up.run_up(argparse.Namespace(reset=True, yes=False, host="127.0.0.1", port=8399, no_demo=True)) == 1
    assert "add --yes" in capsys.readouterr().err
    assert (tmp_path / "secrets" / "secret-key").read_text() == "kept"


@pytest.mark.parametrize(
    ("named", "language"), [("ru_RU.UTF-8", "ru"), ("kk_KZ", "kk"), ("C.UTF-8", "en"), ("de_DE", "en"), ("", "en")]
)
def test_a_command_speaks_the_terminals_language(monkeypatch: pytest.MonkeyPatch, named: str, language: str) -> None:
    monkeypatch.setenv("LC_ALL", named)
    monkeypatch.setenv("LC_MESSAGES", "")
    monkeypatch.setenv("LANG", "")
    assert find_language() == language
