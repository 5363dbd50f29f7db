"""What a person may ask for: to see, to correct, to leave and to come back; and what the operator types for them."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.last import deliver_last_letters
from lerna.privacy.lifecycle.erasing.act import NoActError, print_act, write_act
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING, make_plan
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.exporting.read import export_person, shown_columns
from lerna.privacy.lifecycle.holds import set_hold
from lerna.privacy.lifecycle.models import ErasureRun, Farewell, Ground
from lerna.privacy.lifecycle.operations import (
    FarewellError,
    correct_profile,
    end_farewells,
    say_farewell,
    stay_after_all,
)
from lerna.privacy.lifecycle.queries import UnknownPersonError, preview_erasure
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import AIGERIM
from lerna.privacy.subjects.discovery import list_tables
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import block, unblock
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import find_by_email

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
LAW = "Tax Code, article 206(3)"
Register = Callable[..., DataSubject]


def erase(person: DataSubject) -> ErasureRun:
    run = start_erasure(company=person.company, people=[person.pk], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW)
    list(continue_erasure(run=run, now=NOW))
    list(deliver_last_letters(company=person.company, now=NOW))
    return run


def hold(person: DataSubject) -> None:
    set_hold(company=person.company, subject=person.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW)


@pytest.mark.clause("6.2")
def test_what_is_shown_is_what_is_erased() -> None:
    plan = make_plan(EVERYTHING, EVERYTHING, 0)
    erased = {(table.name, name) for table in (*plan.tables, plan.subjects) for name in table.going}
    shown = {(field.model._meta.db_table, field.name) for table in list_tables() for field in shown_columns(table)}
    assert shown == erased
    assert {table.table for table in (*plan.tables, plan.subjects)} == set(list_tables())


@pytest.mark.clause("6.2")
def test_a_person_gets_everything_opened_and_the_evidence_says_so(newskills: Company, aigerim: DataSubject) -> None:
    export = export_person(subject=aigerim.pk, actor=Actor.PERSON, now=NOW)
    values = {item.column: item.value for item in export.held if item.table == "subjects_profile"}
    assert values | AIGERIM == values
    assert values["email_index"] == "•"
    document = json.loads(export.to_json())
    assert document["terms"][0]["purpose"] == "consulting"
    assert list_about(newskills, aigerim.pk, Operation.EXPORT)


def test_a_stranger_gets_nothing() -> None:
    with pytest.raises(UnknownPersonError):
        export_person(subject=uuid4(), actor=Actor.PERSON, now=NOW)
    with pytest.raises(UnknownPersonError):
        preview_erasure(subject=uuid4(), now=NOW)


def test_the_preview_says_what_the_erasure_then_does(newskills: Company, aigerim: DataSubject) -> None:
    hold(aigerim)
    preview = preview_erasure(subject=aigerim.pk, now=NOW)
    profile = next(table for table in preview.tables if table.name == "subjects_profile")
    assert profile.rows == 1
    assert set(profile.going) == {"email", "phone", "email_index", "phone_index"}
    assert set(profile.staying.values()) == {"accounting"}
    (kept,) = preview.kept
    assert (kept.purpose, kept.tables, kept.until) == (Purpose.ACCOUNTING, ("subjects_profile",), None)
    assert preview.key_goes
    assert not preview.is_blocked
    erase(aigerim)
    with acting_for(newskills, [aigerim.pk]) as cursor:
        cursor.execute("select num_nulls(email, phone, email_index, phone_index), name is null from subjects_profile")
        assert cursor.fetchall() == [(4, False)]


@pytest.mark.clause("6.6")
def test_a_corrected_value_leaves_nothing_of_the_old_one(newskills: Company, aigerim: DataSubject) -> None:
    changed = correct_profile(
        subject=aigerim, actor=Actor.PERSON, now=NOW, name="Айгерім", email="new@example.kz", phone=""
    )
    assert changed == ("email", "phone")
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert find_by_email(AIGERIM["email"]) is None
        found = find_by_email("new@example.kz")
        assert found is not None
        assert (found.name, found.phone, found.phone_index) == ("Айгерім", None, None)
    assert len(list_about(newskills, aigerim.pk, Operation.UPDATE)) == 2


@pytest.mark.clause("8.4-е")
def test_a_deleted_account_stops_at_once_and_goes_when_the_time_is_over(
    newskills: Company, aigerim: DataSubject
) -> None:
    farewell = say_farewell(subject=aigerim, now=NOW)
    assert farewell.due_at == NOW + timedelta(hours=read_times().change_of_mind_hours)
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        assert not Profile.objects.exists()
    assert say_farewell(subject=aigerim, now=NOW + timedelta(hours=1)).due_at == farewell.due_at
    assert end_farewells(company=newskills, now=farewell.due_at - timedelta(seconds=1)) is None
    run = end_farewells(company=newskills, now=farewell.due_at)
    assert run is not None
    list(continue_erasure(run=run, now=NOW))
    assert not Farewell.objects.exists()
    with acting_for(newskills, [aigerim.pk]) as cursor:
        cursor.execute("select 1 from subjects_datasubject")
        assert not cursor.fetchall()


def test_whoever_thinks_better_of_it_in_time_has_everything_back(newskills: Company, aigerim: DataSubject) -> None:
    farewell = say_farewell(subject=aigerim, now=NOW)
    stay_after_all(subject=aigerim, now=farewell.due_at - timedelta(seconds=1))
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        assert Profile.objects.get().name == "Айгерім"
    with pytest.raises(FarewellError):
        stay_after_all(subject=aigerim, now=NOW)


def test_it_is_too_late_when_the_time_is_over(aigerim: DataSubject) -> None:
    farewell = say_farewell(subject=aigerim, now=NOW)
    with pytest.raises(FarewellError):
        stay_after_all(subject=aigerim, now=farewell.due_at)
    assert Farewell.objects.exists()


def test_a_blocked_person_cannot_leave(aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    with pytest.raises(FarewellError):
        say_farewell(subject=aigerim, now=NOW)
    assert not Farewell.objects.exists()


def test_the_act_names_nobody(aigerim: DataSubject) -> None:
    hold(aigerim)
    run = erase(aigerim)
    for language, title in (("ru", "Акт об уничтожении"), ("kk", "жою туралы акт"), ("en", "Act of destruction")):
        page = write_act(run, language)
        assert title in page
        assert str(run.pk) in page
        assert "subjects_profile" in page
        assert "210140019844" in page
        for value in (str(aigerim.pk), *AIGERIM.values()):
            assert value.lower() not in page.lower()


def test_the_act_can_be_printed(aigerim: DataSubject, tmp_path: Path) -> None:
    path = tmp_path / "act.pdf"
    path.write_bytes(print_act(erase(aigerim), "kk"))
    assert "210140019844" in PdfReader(path).pages[0].extract_text()


def test_there_is_no_act_before_the_end(aigerim: DataSubject) -> None:
    run = start_erasure(company=aigerim.company, people=[aigerim.pk], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW)
    with pytest.raises(NoActError):
        write_act(run, "en")


def test_the_operator_exports_and_erases(aigerim: DataSubject, tmp_path: Path) -> None:
    file, out, number = tmp_path / "export.json", StringIO(), str(aigerim.pk)
    call_command("export", number, "--to", str(file), stdout=out)
    assert AIGERIM["surname"] in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    call_command("erase", number, "--dry-run", stdout=out)
    assert "goes   subjects_profile: 1 rows" in out.getvalue()
    assert "Nothing was erased" in out.getvalue()
    with pytest.raises(CommandError, match="--yes"):
        call_command("erase", number, stdout=out)
    call_command("erase", number, "--yes", stdout=out)
    assert "verified" in out.getvalue()
    assert len(list((tmp_path / "acts").iterdir())) == 2
    with pytest.raises(CommandError, match="No company knows"):
        call_command("erase", number, "--yes", stdout=out)
    run = ErasureRun.objects.get()
    call_command("erase", "--act", str(run.pk), "--language", "kk", stdout=out)
    assert (tmp_path / "acts" / f"{run.pk}.kk.pdf").exists()


def test_the_operator_finishes_what_was_interrupted_and_erases_nobody_who_is_blocked(
    aigerim: DataSubject, boris: DataSubject
) -> None:
    out = StringIO()
    start_erasure(company=aigerim.company, people=[aigerim.pk], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW)
    call_command("erase", "--continue", stdout=out)
    assert "verified" in out.getvalue()
    block(subject=boris, actor=Actor.STAFF, now=NOW)
    with pytest.raises(CommandError, match="blocked"):
        call_command("erase", str(boris.pk), "--yes", stdout=out)
    with pytest.raises(CommandError, match="Say whom"):
        call_command("erase", stdout=out)


def test_whoever_is_blocked_after_their_farewell_stays_until_unblocked(aigerim: DataSubject) -> None:
    farewell = say_farewell(subject=aigerim, now=NOW)
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    for _ in range(2):
        assert end_farewells(company=aigerim.company, now=farewell.due_at) is None
    assert not ErasureRun.objects.exists(), "no empty run at each round"
    unblock(subject=aigerim, actor=Actor.STAFF, now=NOW)
    run = end_farewells(company=aigerim.company, now=farewell.due_at)
    assert run
    assert end_farewells(company=aigerim.company, now=farewell.due_at) is None, "it is in a manifest already"
    list(continue_erasure(run=run, now=farewell.due_at))
    assert not Farewell.objects.exists()
    assert run.batches.get().skipped == []
