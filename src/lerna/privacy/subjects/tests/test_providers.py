"""Where a company's keys come from: closed files, or the environment; what is wrong is said, no key ever shown."""

import base64
import os
from pathlib import Path

import pytest

from lerna.privacy.subjects.crypto.providers import EnvironmentKeys, FileKeys, KeyProviderError, key_provider

ONE, TWO, INDEX = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))


def test_a_file_is_made_closed_and_read_again() -> None:
    made = FileKeys().make("alma")
    path = FileKeys().path("alma")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert FileKeys().read("alma") == made
    assert made.current == 1
    assert len(made.wrapping_key(1)) == len(made.index) == 32
    assert not list(path.parent.glob(".*"))


def test_a_key_is_never_written_over() -> None:
    made = FileKeys().make("alma")
    with pytest.raises(KeyProviderError, match="already"):
        FileKeys().make("alma")
    assert FileKeys().read("alma") == made


def test_a_new_version_leaves_the_old_one_readable() -> None:
    old = FileKeys().make("alma")
    new = FileKeys().add_version("alma")
    assert new.current == 2
    assert new.wrapping_key(1) == old.wrapping_key(1) != new.wrapping_key(2)
    assert new.index == old.index, "blind indexes stay comparable"


def test_no_key_is_shown() -> None:
    made = FileKeys().make("alma")
    assert repr(made) == "CompanyKeys(current=1)"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_is_refused(mode: int) -> None:
    FileKeys().make("alma")
    FileKeys().path("alma").chmod(mode)
    with pytest.raises(KeyProviderError, match="chmod 600"):
        FileKeys().read("alma")


def test_a_link_is_refused(tmp_path: Path) -> None:
    FileKeys().make("alma")
    path = FileKeys().path("alma")
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyProviderError, match="plain file"):
        FileKeys().read("alma")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"current": 1, "wrapping": {"1": "c2hvcnQ="}, "index": "x"}', '{"current": 9, "wrapping": {}}'],
)
def test_a_spoiled_file_is_an_error_that_shows_nothing(text: str) -> None:
    FileKeys().make("alma")
    path = FileKeys().path("alma")
    path.write_text(text)
    os.utime(path, ns=(1, len(text)))
    with pytest.raises(KeyProviderError) as caught:
        FileKeys().read("alma")
    assert "c2hvcnQ=" not in str(caught.value)


def test_a_missing_file_says_what_to_do() -> None:
    with pytest.raises(KeyProviderError, match=r"keys make"):
        FileKeys().read("alma")


def test_the_environment_gives_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERNA_KEYS_KERBEZ_AGY", f"1:{ONE}, 2:{TWO}, index:{INDEX}")
    keys = EnvironmentKeys().read("kerbez-agy")
    assert keys.current == 2
    assert keys.wrapping_key(1) == bytes([1]) * 32
    assert keys.index == bytes([3]) * 32
    with pytest.raises(KeyProviderError, match="Version 3"):
        keys.wrapping_key(3)


@pytest.mark.parametrize("text", ["", "1:short,index:short", f"1:{ONE}", f"index:{INDEX}", "nonsense"])
def test_a_wrong_variable_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("LERNA_KEYS_ALMA", text)
    with pytest.raises(KeyProviderError, match="LERNA_KEYS_ALMA") as caught:
        EnvironmentKeys().read("alma")
    assert ONE not in str(caught.value)


def test_the_environment_is_not_written() -> None:
    for write in (EnvironmentKeys().make, EnvironmentKeys().add_version):
        with pytest.raises(KeyProviderError, match="environment"):
            write("alma")
    with pytest.raises(KeyProviderError, match="take “1:…” out of LERNA_KEYS_ALMA"):
        EnvironmentKeys().drop_version("alma", 1)


def test_the_setting_chooses(settings: object) -> None:
    assert isinstance(key_provider(), FileKeys)
    settings.LERNA_KEY_PROVIDER = "environment"  # type: ignore[attr-defined]
    assert isinstance(key_provider(), EnvironmentKeys)
