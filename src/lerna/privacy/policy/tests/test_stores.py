"""Where personal data lie: declared store by store, shown to everybody, and nothing starts where one lies elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from lerna.privacy.policy.stores.declared import StoreError, check_stores, list_stores

HERE = {"database": "KZ", "keys": "KZ", "files": "KZ", "backups": "KZ", "mail": "KZ", "logs": "KZ"}


@pytest.fixture
def production(settings: LazySettings) -> LazySettings:
    settings.IN_PRODUCTION, settings.LERNA_STORES = True, dict(HERE)
    return settings


@pytest.mark.clause("8.4-а")
def test_every_store_has_its_country_and_says_what_it_holds(production: LazySettings) -> None:
    assert production.IN_PRODUCTION
    check_stores()
    stores = list_stores()
    assert {store.key: store.country for store in stores} == HERE
    for store in stores:
        assert (store.country_title.ru, store.country_title.kk) == ("Казахстан", "Қазақстан")
        assert store.title.kk
        assert store.holds.kk


@pytest.mark.clause("8.4-а")
@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ({}, "these lie: database, keys, files, backups, mail, logs. Add database=KZ"),
        ({"mail": None}, "these lie: mail. Add mail=KZ"),
        ({"mail": "US"}, "puts “mail” into US; personal data may lie in KZ alone (clause 8.4-а)"),
        ({"backups": "kz"}, "into kz"),
        ({"cloud": "KZ"}, "names “cloud”; stores.toml has: database"),
    ],
)
def test_what_is_undeclared_or_elsewhere_is_said(
    production: LazySettings, declared: dict[str, str | None], sentence: str
) -> None:
    whole = (HERE | declared) if declared else {}
    production.LERNA_STORES = {store: country for store, country in whole.items() if country}
    with pytest.raises(StoreError) as caught:
        check_stores()
    assert sentence in str(caught.value)


def test_development_takes_its_own_machine_for_being_here_and_another_declaration_at_its_word(
    settings: LazySettings,
) -> None:
    settings.LERNA_STORES = {}
    assert {store.country for store in list_stores()} == {"KZ"}
    settings.LERNA_STORES = HERE | {"logs": "DE"}
    with pytest.raises(StoreError, match="“logs” into DE"):
        list_stores()


def test_a_spoiled_file_stops_the_start_with_its_line(settings: LazySettings, tmp_path: Path) -> None:
    settings.LERNA_POLICIES = tmp_path
    (tmp_path / "stores.toml").write_text('clause = "8.4-а"\n[[country]]\nkey = "KZ"\n')
    with pytest.raises(StoreError, match=r"stores\.toml:2"):
        check_stores()


@pytest.mark.clause("8.4-а")
@pytest.mark.parametrize(
    "start",
    [
        ("-c", "import lerna.config.wsgi"),
        ("-m", "lerna.config.worker"),
        ("-m", "lerna.config.steps.migrate"),
        ("-m", "lerna.config.cli", "policy", "stores"),
    ],
    ids=["web", "worker", "up", "command"],
)
def test_no_process_starts_with_a_store_elsewhere(start: tuple[str, ...], tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LERNA_", "DATABASE_", "COV_"))}
    elsewhere = ",".join(f"{store}={'DE' if store == 'backups' else country}" for store, country in HERE.items())
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *start],
        env=kept | {"LERNA_STORES": elsewhere, "LERNA_VAR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "“backups” into DE; personal data may lie in KZ alone" in done.stderr


def test_the_command_lists_them(production: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    assert production.IN_PRODUCTION
    call_command("policy", "stores")
    said = capsys.readouterr().out
    assert [line.split()[:2] for line in said.splitlines()] == [list(pair) for pair in HERE.items()]
