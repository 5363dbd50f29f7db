"""Clocks follow permissions and activity; who is due goes on the day; the blocked and the leaving don't."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle import migrations
from lerna.privacy.lifecycle.clocks import add_months, list_terms, note_activity
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import wish_mask
from lerna.privacy.lifecycle.erasure import continue_erasure
from lerna.privacy.lifecycle.models import Clock
from lerna.privacy.lifecycle.operations import say_farewell
from lerna.privacy.lifecycle.retention import (
    find_due,
    forecast,
    latest_activity,
    run_retention,
)
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.discovery import common_terms
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block, create_subject, forbid, permit, unblock
from lerna.privacy.subjects.permissions import BITS

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = clock.now()
TODAY = clock.local_day(NOW)
IN_THREE_YEARS = add_months(TODAY, 36)
Register = Callable[..., DataSubject]


def is_there(subject: DataSubject) -> bool:
    with acting_for(subject.company, [subject.pk]) as cursor:
        cursor.execute("select count(*) from subjects_datasubject")
        return bool(cursor.fetchone()[0])


def retain(company: Company, on: date) -> int:
    runs = list(run_retention(company=company, now=NOW, on=on))
    for run in runs:
        list(continue_erasure(run=run, now=NOW))
    return len(runs)


def test_the_trigger_watches_the_purposes_that_rest_on_no_law() -> None:
    assert migrations.__file__
    written = (Path(migrations.__file__).parent / "0002_clocks_follow_permissions.py").read_text()
    assert f"WATCHED = {wish_mask(common_terms())} " in written


@pytest.mark.clause("7.3")
def test_three_years_after_the_last_activity_data_go_on_the_day(aigerim: DataSubject, newskills: Company) -> None:
    assert find_due(newskills, IN_THREE_YEARS - timedelta(days=1)) == ()
    (due,) = find_due(newskills, IN_THREE_YEARS)
    assert (due.people, due.ending, due.law_ending) == ((aigerim.pk,), BITS[Purpose.CONSULTING], 0)
    assert retain(newskills, IN_THREE_YEARS) == 1
    assert not is_there(aigerim)
    assert not Clock.objects.filter(subject=aigerim.pk).exists()
    assert find_due(newskills, IN_THREE_YEARS) == ()


def test_activity_starts_the_term_anew_for_its_purpose_alone(newskills: Company, register: Register) -> None:
    person = register(newskills, {"name": "Айгерім"}, [Purpose.MARKETING])
    later = TODAY + timedelta(days=100)
    note_activity(company=newskills, subject=person.pk, purpose=Purpose.CONSULTING, day=later)
    note_activity(company=newskills, subject=person.pk, purpose=Purpose.CONSULTING, day=TODAY)
    assert {term.purpose: term.last_on for term in list_terms(newskills, person.pk)} == {
        Purpose.CONSULTING: later,
        Purpose.MARKETING: TODAY,
    }
    retain(newskills, IN_THREE_YEARS)
    assert is_there(person), "consulting goes on"
    assert [term.purpose for term in list_terms(newskills, person.pk)] == [Purpose.CONSULTING]


@pytest.mark.clause("6.5")
def test_what_was_withdrawn_goes_when_its_days_are_over(newskills: Company, aigerim: DataSubject) -> None:
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    wait = timedelta(days=read_times().ended_days)
    assert find_due(newskills, TODAY + wait - timedelta(days=1)) == ()
    assert retain(newskills, TODAY + wait) == 1
    assert not is_there(aigerim)


def test_what_is_permitted_anew_meanwhile_stays(newskills: Company, aigerim: DataSubject) -> None:
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    permit(subject=aigerim, purposes=[Purpose.CONSULTING])
    assert retain(newskills, TODAY + timedelta(days=100)) == 0
    assert is_there(aigerim)


def test_blocked_rows_are_skipped_until_unblocked(newskills: Company, aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert retain(newskills, IN_THREE_YEARS) == 0
    assert is_there(aigerim)
    unblock(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert retain(newskills, IN_THREE_YEARS) == 1
    assert not is_there(aigerim)


def test_who_came_and_permitted_nothing_is_not_forgotten(newskills: Company) -> None:
    person = create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=NOW)
    assert retain(newskills, IN_THREE_YEARS - timedelta(days=1)) == 0
    assert retain(newskills, IN_THREE_YEARS) == 1
    assert not is_there(person)


def test_whoever_is_leaving_is_left_to_their_own_time(newskills: Company, aigerim: DataSubject) -> None:
    say_farewell(subject=aigerim, now=NOW)
    assert find_due(newskills, TODAY + timedelta(days=50)) == ()


def test_another_companys_people_are_not_due_here(kerbez: Company, aigerim: DataSubject) -> None:
    assert aigerim.company != kerbez
    assert find_due(kerbez, IN_THREE_YEARS) == ()
    assert list_terms(kerbez, aigerim.pk) == ()


def test_the_forecast_counts_each_month(newskills: Company, register: Register) -> None:
    for days in (0, 0, 40):
        person = register(newskills, {"name": "Айгерім"})
        note_activity(company=newskills, subject=person.pk, purpose=Purpose.CONSULTING, day=TODAY + timedelta(days))
    months = list(forecast(newskills, on=TODAY, months=40))
    later = add_months(TODAY + timedelta(days=40), 36).replace(day=1)
    assert months == [(Purpose.CONSULTING, IN_THREE_YEARS.replace(day=1), 2), (Purpose.CONSULTING, later, 1)]
    assert list(forecast(newskills, on=TODAY, months=36)) == []


@given(st.dates(date(2020, 1, 1), date(2080, 12, 31)), st.integers(1, 72))
def test_the_latest_activity_is_the_last_whose_term_has_passed(on: date, months: int) -> None:
    purpose = common_terms().find_purpose(Purpose.CONSULTING)
    assert purpose is not None
    assert purpose.retention is not None
    purpose = replace(purpose, retention=replace(purpose.retention, months=months))
    latest = latest_activity(purpose, on)
    assert add_months(latest, months) <= on
    assert add_months(latest + timedelta(days=1), months) > on


def test_the_commands_say_what_is_due_and_end_it(aigerim: DataSubject) -> None:
    out = StringIO()
    call_command("retention", "due", "--on", str(IN_THREE_YEARS), "--people", "--company", "newskills", stdout=out)
    call_command("retention", "forecast", "--months", "40", stdout=out)
    assert "newskills: 1 people due" in out.getvalue()
    assert str(aigerim.pk) in out.getvalue()
    assert f"{IN_THREE_YEARS:%Y-%m}        1  consulting" in out.getvalue()
    Clock.objects.update(last_on=add_months(TODAY, -36))
    call_command("retention", "run", "--dry-run", stdout=out)
    assert is_there(aigerim)
    call_command("retention", "run", stdout=out)
    assert "verified" in out.getvalue()
    assert not is_there(aigerim)
