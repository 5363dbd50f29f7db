"""A wrong variable is a sentence at the start."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lerna.config import env


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("maybe", lambda: env.read_flag("LERNA_X", default=True)),
        ("yes", lambda: env.read_choice("LERNA_X", "a", ("a", "b"))),
        ("ten", lambda: env.read_integer("LERNA_X", 1, lowest=0, highest=9)),
        ("10", lambda: env.read_integer("LERNA_X", 1, lowest=0, highest=9)),
        ("-", lambda: env.read_integer("LERNA_X", 1, lowest=0, highest=9)),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], object]
) -> None:
    monkeypatch.setenv("LERNA_X", value)
    with pytest.raises(ImproperlyConfigured, match=f"LERNA_X is “{value}”; it must be"):
        read()


def test_an_unset_variable_gives_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LERNA_X", raising=False)
    assert env.read_flag("LERNA_X", default=True) is True
    assert env.read_choice("LERNA_X", "b", ("a", "b")) == "b"
    assert env.read_integer("LERNA_X", 7, lowest=0, highest=9) == 7
    assert env.read_list("LERNA_X", "a, b,,c") == ["a", "b", "c"]
    assert env.read_path("LERNA_X", Path("/tmp")) == Path("/tmp").resolve()  # noqa: S108


@pytest.mark.parametrize(("value", "flag"), [("1", True), ("On", True), ("no", False), ("", False), ("FALSE", False)])
def test_a_flag_has_several_spellings(monkeypatch: pytest.MonkeyPatch, value: str, flag: bool) -> None:  # noqa: FBT001
    monkeypatch.setenv("LERNA_X", value)
    assert env.read_flag("LERNA_X", default=not flag) is flag


def test_pairs_are_read_and_half_a_pair_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LERNA_X", raising=False)
    assert env.read_pairs("LERNA_X") == {}
    monkeypatch.setenv("LERNA_X", "database=KZ, mail = KZ,")
    assert env.read_pairs("LERNA_X") == {"database": "KZ", "mail": "KZ"}
    for wrong in ("database", "database=", "=KZ", "database=KZ,database=DE"):
        monkeypatch.setenv("LERNA_X", wrong)
        with pytest.raises(ImproperlyConfigured, match="LERNA_X: “"):
            env.read_pairs("LERNA_X")


def test_a_pattern_of_hosts_holds_the_sites_own_and_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LERNA_X", raising=False)
    assert env.read_host_pattern("LERNA_X", "packages.{host}") == "packages.{host}"
    monkeypatch.setenv("LERNA_X", "{host}.lerna-packages.kz")
    assert env.read_host_pattern("LERNA_X", "packages.{host}") == "{host}.lerna-packages.kz"
    for wrong in ("{host}", "packages.kz", "{host}.{host}", "{host}kz", "Packages.{host}", "packages/{host}"):
        monkeypatch.setenv("LERNA_X", wrong)
        with pytest.raises(ImproperlyConfigured, match="LERNA_X is “"):
            env.read_host_pattern("LERNA_X", "packages.{host}")
