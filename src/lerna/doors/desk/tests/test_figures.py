"""Depersonalized figures at the desk: a table with its report, and nothing where a group would be too small."""

import pytest
from django.http import HttpResponse
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.doors.desk.tests.officer import join, load_register
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.research.rules import read_rules
from lerna.privacy.subjects.operations import permit

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOME = "/desk/figures/"


def post(client: Client, **changed: str) -> HttpResponse:
    form = {"table": "subjects.datasubject", "recipient": "", "as": "page"}
    return client.post(HOME, form | changed, headers={"host": HOST})  # type: ignore[return-value]


def agree(count: int) -> None:
    for _ in range(count):
        permit(subject=join(), purposes=[Purpose.AUDIENCE_RESEARCH])


@pytest.mark.clause("7.1-д")
@pytest.mark.clause("9.6")
def test_figures_come_with_what_was_left_out_of_them() -> None:
    load_register()
    officer, least = log_in("privacy-officer"), read_rules().least
    agree(least)
    page = post(officer, recipient="sanaq-research").content.decode()
    for said in ("Не вошло людей", "по месяцам", "2026-03", f'class="number">{least}</td>'):
        assert said in page, said
    assert "Айгерім" not in page
    (entry,) = Entry.objects.filter(operation=Operation.DEPERSONALIZE)
    line = read_line(entry)
    assert (line["actor"], line["details"]["recipient"]) == ("staff", "sanaq-research")


@pytest.mark.clause("9.6")
def test_too_few_people_are_not_told_of() -> None:
    load_register()
    agree(read_rules().least - 1)
    answer = post(log_in("privacy-officer"))
    assert answer.status_code == 422
    assert "слишком мало людей" in answer.content.decode()
    assert not Entry.objects.filter(operation=Operation.DEPERSONALIZE).exists()


def test_the_table_can_be_taken_away() -> None:
    load_register()
    agree(read_rules().least)
    answer = post(log_in("privacy-officer"), **{"as": "csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.decode().startswith("site,created_at,people\n")


def test_for_a_recipient_of_other_purposes_there_are_none() -> None:
    load_register()
    agree(read_rules().least)
    assert post(log_in("privacy-officer"), recipient="ulgi-bank").status_code == 422
    assert not Entry.objects.filter(operation=Operation.DEPERSONALIZE).exists()


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"privacy-officer"}))
def test_for_other_roles_there_is_no_such_page(role: str) -> None:
    client = log_in(role)
    assert open_page(client, HOME)[0] == 404
    assert post(client).status_code == 404
