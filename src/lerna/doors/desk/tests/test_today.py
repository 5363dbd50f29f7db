"""The officer's day on one page: what is due, late, waiting and coming, by a literal number of queries."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.doors.desk.tests.test_incidents import find
from lerna.doors.desk.tests.test_requests import ask, ask_known, post
from lerna.kit import clock
from lerna.privacy.consents.queries import forecast_expiry
from lerna.privacy.consents.statement import build_statements
from lerna.privacy.evidence.models import Entry
from lerna.privacy.lifecycle.clocks import add_months
from lerna.privacy.lifecycle.models import Clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.requests.desk.figures import read_month
from lerna.privacy.requests.models import Kind, Outcome
from lerna.sales.leads.operations import Application, receive_application

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY, OFFICER = "/desk/today/", "privacy-officer"
Count = Callable[[int], AbstractContextManager[object]]


def read_tiles(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"<strong>(\d+)</strong>", page)]


@pytest.mark.clause("6.2")
def test_a_day_without_anything_says_so_plainly() -> None:
    page = open_page(log_in(OFFICER), TODAY)[1]
    assert "Ничего не просрочено." in page
    assert "Открытых инцидентов нет." in page
    assert read_tiles(page) == [0, 0, 0, 0, 0, 0]


@pytest.mark.clause("6.2")
def test_what_is_late_what_waits_and_what_nobody_took_are_counted_and_linked() -> None:
    ask_known(now=clock.now() - timedelta(days=30))
    ask()
    ask(slug="kerbez-agy")
    page = open_page(log_in(OFFICER), TODAY)[1]
    assert "Просрочено 1 обращение" in page
    assert read_tiles(page)[2:4] == [1, 1]
    assert 'href="/desk/requests/?stage=to-do&assigned=nobody"' in page
    assert not Entry.objects.filter(operation="look").exists(), "numbers are nobody's data"


@pytest.mark.clause("8.3")
def test_an_open_incident_stands_with_its_last_moment_and_is_linked_for_whoever_opens_it() -> None:
    incident = find(Company.objects.get(slug="newskills"))
    link = f'href="/desk/incidents/{incident.number}/"'
    for role, is_linked in ((OFFICER, True), ("head", False)):
        page = open_page(log_in(role), TODAY)[1]
        assert f"{incident.number} · " in page
        assert "Сделать до:" in page
        assert "Осталось:" in page
        assert (link in page) is is_linked, role


@pytest.mark.clause("6.2")
def test_the_month_tells_what_came_what_was_answered_and_whether_in_time() -> None:
    now, client = clock.now(), log_in(OFFICER)
    in_time, late = ask_known(), ask_known(now=now - timedelta(days=40))
    for request in (in_time, late):
        post(client, request, "answer", **{"answer-language": "ru", "answer-text": "Больше не будем."})
    month = read_month(in_time.company, now - timedelta(hours=1), now + timedelta(hours=1))
    assert (month.received, month.outcomes) == ({Kind.COMPLAINT: 1}, {(Kind.COMPLAINT, Outcome.GRANTED): 2})
    assert (month.answered, month.in_time) == (2, 1)
    assert month.took
    assert month.took > timedelta(days=19)
    assert "50 % в срок" in open_page(client, TODAY)[1]


@pytest.mark.clause("7.3")
def test_terms_that_end_within_a_year_stand_in_their_months() -> None:
    request = ask()
    today = clock.local_day(clock.now())
    months = 36 - 3  # of the three years since the request, but for a quarter
    Clock.objects.filter(subject=request.subject_id).update(last_on=add_months(today.replace(day=1), -months))
    bars = open_page(log_in(OFFICER), TODAY)[1].rpartition("Сроки хранения, которые пройдут")[2]
    counts = [int(count) for count in re.findall(r'<td class="number">(\d+)</td>', bars)]
    assert len(counts) == 12
    assert counts[3] >= 1


@pytest.mark.clause("6.1")
def test_consents_stand_in_the_month_in_which_their_term_ends() -> None:
    company, now = Company.objects.get(slug="newskills"), clock.now()
    version = current_version(company)
    assert version
    receive_application(
        site=company.sites.get(host=HOST), now=now,
        application=Application(name="Айгерім", email="aigerim@example.kz", phone="+77011234567"),
        statements=build_statements(company=company, version=version, form=[Purpose.CONSULTING], own=(), language="ru"),
    )  # fmt: skip
    end = add_months(clock.local_day(now), 36)
    ((month, count),) = forecast_expiry(company, now, now + timedelta(days=4 * 366))
    assert (month, count) == (end.replace(day=1), 1)
    assert forecast_expiry(company, now, now + timedelta(days=365)) == ()


def test_three_requests_take_as_many_queries_as_one(django_assert_num_queries: Count) -> None:
    client = log_in(OFFICER)
    ask_known()
    open_page(client, TODAY)  # the visit is noted, the company's files are read
    for newcomers in (0, 2):
        for _ in range(newcomers):
            ask_known()
        with django_assert_num_queries(69):
            open_page(client, TODAY)


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {OFFICER, "head"}))
def test_for_other_roles_there_is_no_such_page(role: str) -> None:
    assert open_page(log_in(role), TODAY)[0] == 404


def test_the_head_sees_the_day_and_whoever_isnt_logged_in_logs_in() -> None:
    status, page = open_page(log_in("head"), TODAY)
    assert status == 200
    assert "/desk/duties/" not in page, "what the role doesn't open isn't linked"
    assert open_page(Client(), TODAY)[0] == 302
