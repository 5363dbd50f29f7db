"""The companies' keys: made once, rotated while people's values stay readable, resumed after a kill."""

import base64
from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import list_of_kind, read_line
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import FileKeys, KeyProviderError
from lerna.privacy.subjects.keys import operations
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.keys.operations import (
    KeyInUseError,
    drop_company_key,
    make_missing_company_keys,
    rotate_company_key,
)
from lerna.privacy.subjects.keys.queries import count_to_rewrap, find_key_faults
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
Register = Callable[..., DataSubject]


def names(company: Company) -> set[str]:
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        return {str(profile.name) for profile in Profile.objects.all()}


@pytest.fixture
def five(newskills: Company, register: Register) -> list[DataSubject]:
    return [register(newskills, {"name": f"Имя{number}"}) for number in range(5)]


def test_rotation_wraps_every_key_anew_and_every_value_still_opens(
    newskills: Company, five: list[DataSubject], boris: DataSubject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "BATCH", 2)
    before = {key.subject: bytes(key.wrapped) for key in DataKey.objects.using("keys").all()}
    progress = list(rotate_company_key(company=newskills, now=NOW))
    assert progress == [(0, 5), (2, 5), (4, 5), (5, 5)]
    for key in DataKey.objects.using("keys").all():
        assert (bytes(key.wrapped) == before[key.subject]) == (key.subject == boris.pk)
        assert key.version == (1 if key.subject == boris.pk else 2)
    assert names(newskills) == {f"Имя{number}" for number in range(len(five))}


def test_a_rotation_that_was_killed_goes_on_where_it_was(
    newskills: Company, five: list[DataSubject], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "BATCH", 2)
    half = rotate_company_key(company=newskills, now=NOW)
    assert [next(half), next(half)] == [(0, 5), (2, 5)]
    half.close()
    assert names(newskills) == {f"Имя{number}" for number in range(len(five))}, "the site runs meanwhile"
    assert list(rotate_company_key(company=newskills, now=NOW)) == [(0, 3), (2, 3), (3, 3)]
    assert FileKeys().read("newskills").current == 2, "no version was made in vain"
    assert count_to_rewrap(newskills.pk, 2) == 0


def rotate(company: Company) -> None:
    list(rotate_company_key(company=company, now=NOW))


def count_dropped(company: Company) -> int:
    return Entry.objects.filter(company=company, operation=Operation.KEY_DROPPED).count()


@pytest.mark.clause("8.3")
def test_an_old_key_is_dropped_once_nobody_needs_it(newskills: Company, five: list[DataSubject]) -> None:
    rotate(newskills)
    assert drop_company_key(company=newskills, version=1, now=NOW)
    assert set(FileKeys().read("newskills").wrapping) == {2}
    assert names(newskills) == {f"Имя{number}" for number in range(len(five))}
    assert not drop_company_key(company=newskills, version=1, now=NOW), "it is gone already"
    assert count_dropped(newskills) == 1
    rotate(newskills)
    assert FileKeys().read("newskills").current == 3, "no number is given twice"


@pytest.mark.usefixtures("five")
def test_a_key_that_is_needed_is_not_dropped(newskills: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "BATCH", 2)
    half = rotate_company_key(company=newskills, now=NOW)
    assert [next(half), next(half)] == [(0, 5), (2, 5)]
    half.close()
    for version, why in ((1, "3 people's keys"), (2, "older than 2"), (0, "older than 2")):
        with pytest.raises(KeyInUseError, match=why):
            drop_company_key(company=newskills, version=version, now=NOW)
    assert set(FileKeys().read("newskills").wrapping) == {1, 2}
    assert count_dropped(newskills) == 0


def test_a_backup_from_before_says_which_key_it_needs(newskills: Company, aigerim: DataSubject) -> None:
    before = DataKey.objects.using("keys").get(subject=aigerim.pk)
    rotate(newskills)
    drop_company_key(company=newskills, version=1, now=NOW)
    before.save(using="keys")
    with pytest.raises(KeyProviderError, match="Version 1"):
        names(newskills)


def test_from_the_environment_it_is_taken_out_by_hand_and_recorded(
    newskills: Company, aigerim: DataSubject, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotate(newskills)
    kept = FileKeys().read("newskills")
    parts = {str(version): key for version, key in kept.wrapping.items()} | {"index": kept.index}
    written = {name: f"{name}:{base64.b64encode(key).decode()}" for name, key in parts.items()}
    settings.LERNA_KEY_PROVIDER = "environment"
    monkeypatch.setenv("LERNA_KEYS_NEWSKILLS", ",".join(written.values()))
    with pytest.raises(KeyProviderError, match="take “1:…” out of LERNA_KEYS_NEWSKILLS"):
        drop_company_key(company=newskills, version=1, now=NOW)
    assert count_dropped(newskills) == 0
    del written["1"]
    monkeypatch.setenv("LERNA_KEYS_NEWSKILLS", ",".join(written.values()))
    assert drop_company_key(company=newskills, version=1, now=NOW)
    assert count_dropped(newskills) == 1
    assert names(newskills) == {"Айгерім"}
    assert aigerim.company == newskills


def test_who_comes_while_keys_are_rotated_is_readable_then_and_after(
    newskills: Company, five: list[DataSubject], register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "BATCH", 2)
    rotation, everybody = (
        rotate_company_key(company=newskills, now=NOW),
        {f"Имя{number}" for number in range(len(five))},
    )
    for newcomer, _ in enumerate(rotation):
        register(newskills, {"name": f"Новый{newcomer}"})
        everybody.add(f"Новый{newcomer}")
        assert names(newskills) == everybody
    assert count_to_rewrap(newskills.pk, 2) == 0
    assert len(everybody) == len(five) + 4


def test_a_rotation_is_evidence_once_however_often_it_went_on(
    newskills: Company, five: list[DataSubject], monkeypatch: pytest.MonkeyPatch
) -> None:
    def versions() -> list[int]:
        return [read_line(entry)["details"]["version"] for entry in list_of_kind(newskills, Operation.KEY_ROTATED)]

    monkeypatch.setattr(operations, "BATCH", 2)
    half = rotate_company_key(company=newskills, now=NOW)
    assert [next(half), next(half)] == [(0, len(five)), (2, len(five))]
    half.close()
    list(rotate_company_key(company=newskills, now=NOW))
    assert versions() == [2]
    list(rotate_company_key(company=newskills, now=NOW))
    assert versions() == [3, 2]


def test_keys_of_the_environment_rotate_once_every_process_has_the_new_one(
    newskills: Company, five: list[DataSubject], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FileKeys().read("newskills")
    first, index = (base64.b64encode(key).decode() for key in (file.wrapping_key(1), file.index))
    settings.LERNA_KEY_PROVIDER = "environment"
    monkeypatch.setenv("LERNA_KEYS_NEWSKILLS", f"1:{first},index:{index}")
    everybody = {f"Имя{number}" for number in range(len(five))}
    assert names(newskills) == everybody
    with pytest.raises(KeyProviderError, match="environment"):
        list(rotate_company_key(company=newskills, now=NOW))
    assert list_of_kind(newskills, Operation.KEY_ROTATED) == ()

    second = base64.b64encode(bytes(range(32))).decode()
    monkeypatch.setenv("LERNA_KEYS_NEWSKILLS", f"1:{first},2:{second},index:{index}")
    assert list(rotate_company_key(company=newskills, now=NOW)) == [(0, len(five)), (len(five), len(five))]
    assert len(list_of_kind(newskills, Operation.KEY_ROTATED)) == 1
    assert names(newskills) == everybody
    monkeypatch.setenv("LERNA_KEYS_NEWSKILLS", f"1:{first},index:{index}")
    with pytest.raises(KeyProviderError, match="Version 2"):
        names(newskills)


def test_the_first_keys_are_made_once(companies: dict[str, Company]) -> None:
    assert make_missing_company_keys() == ()
    for slug in companies:
        FileKeys().path(slug).unlink()
    assert make_missing_company_keys() == tuple(sorted(companies))


@pytest.mark.usefixtures("aigerim")
def test_a_lost_key_is_not_replaced() -> None:
    FileKeys().path("newskills").unlink()
    with pytest.raises(KeyProviderError, match="restore"):
        make_missing_company_keys()
    assert not FileKeys().has("newskills")


def test_faults_are_told(companies: dict[str, Company]) -> None:
    assert find_key_faults() == ()
    FileKeys().path("newskills").chmod(0o644)
    (fault,) = find_key_faults()
    assert "chmod 600" in fault
    assert companies


def test_the_commands(newskills: Company, five: list[DataSubject], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("keys", "rotate", "--company", newskills.slug)
    assert f"newskills: {len(five)} of 5 keys wrapped anew" in capsys.readouterr().out
    call_command("keys", "drop", "--company", newskills.slug, "--version", "1")
    call_command("keys", "drop", "--company", newskills.slug, "--version", "1")
    told = capsys.readouterr().out
    assert "Backups of the database of keys" in told
    assert "gone already" in told
    with pytest.raises(CommandError, match="older than 2"):
        call_command("keys", "drop", "--company", newskills.slug, "--version", "2")
    call_command("keys", "make")
    assert "None was missing" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no company"):
        call_command("keys", "rotate", "--company", "alma")
