"""The officer's register: an incident is taken down, judged, reported, told of and closed at the desk alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.kit import clock
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.models import Danger, Incident, Nature, Origin, State
from lerna.privacy.incidents.notices.people import tell_people
from lerna.privacy.incidents.operations import Finding, open_incident
from lerna.privacy.incidents.rules import Signal
from lerna.privacy.incidents.signals.detection import detect
from lerna.privacy.incidents.signals.tallies import count_sign
from lerna.privacy.incidents.timeline import Hand
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REGISTER, OFFICER = "/desk/incidents/", "privacy-officer"


@pytest.fixture
def officer() -> Client:
    return log_in(OFFICER)


@pytest.fixture
def newskills() -> Company:
    return Company.objects.get(slug="newskills")


def find(company: Company, days: int = 0, story: str = "Список заявок ушёл не туда.") -> Incident:
    finding = Finding(origin=Origin.STAFF, nature=Nature.CONFIDENTIALITY, story=story)
    now = clock.now() - timedelta(days=days)
    return open_incident(company=company, finding=finding, hand=Hand(Actor.STAFF, uuid4()), now=now)


def register_aigerim(company: Company) -> DataSubject:
    """Somebody whom the staff looked at just now."""
    now = clock.now()
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=now)
    with processing(Purpose.SECURITY, company=company, reason="test"):
        state_profile(subject=subject, actor=Actor.PERSON, now=now, name="Айгерім", email="aigerim@example.kz")
    record(
        company=company, operation=Operation.LOOK, clause="8.3", actor=Actor.STAFF, actor_id=uuid4(), now=now,
        subject=subject.pk, purpose=Purpose.CONSULTING, details={"screen": "leads"},
    )  # fmt: skip
    return subject


def post(client: Client, number: str, act: str, **form: object) -> HttpResponse:
    return client.post(f"{REGISTER}{number}/{act}/", form, headers={"host": HOST})


@pytest.mark.clause("8.3", "11.1")
def test_everything_is_done_at_the_desk(officer: Client, newskills: Company) -> None:
    register_aigerim(newskills)
    now = clock.now()
    story = {"origin": "staff", "nature": "confidentiality", "happened_at": "", "story": "Заявки отправлены не туда."}
    taken = officer.post(f"{REGISTER}new/", story, headers={"host": HOST})
    incident = Incident.objects.get(company=newskills)
    assert taken["Location"] == f"{REGISTER}{incident.number}/"
    minutes = "%Y-%m-%dT%H:%M"
    window = {
        "scope-source": "looks", "scope-since": (now - timedelta(hours=1)).strftime(minutes),
        "scope-until": (now + timedelta(hours=1)).strftime(minutes), "scope-staff": "", "scope-recipient": "",
    }  # fmt: skip
    judgment = {
        "judge-danger": "high", "judge-nature": "confidentiality", "judge-consequences": ["unwanted-contact"],
        "judge-reasons": "Контакты увидел посторонний.",
    }  # fmt: skip
    for act, form in (
        ("scope", window),
        ("note", {"note-measure": "access-closed", "note-note": "Ссылка отозвана."}),
        ("block", {}),
        ("judge", judgment),
    ):
        assert post(officer, incident.number, act, **form).status_code == 302, act
    page = open_page(officer, f"{REGISTER}{incident.number}/")[1]
    assert "Не сообщайте по телефону" in page, "the letter as it will read"
    assert post(officer, incident.number, "tell").status_code == 302
    for _ in tell_people(incident=Incident.objects.get(pk=incident.pk), clock=clock.now):
        pass
    for act, form in (
        ("report", {"sent-language": "kk", "sent-note": "Через eGov, принято."}),
        ("unblock", {}),
        ("close", {"close-note": "Ссылки теперь живут час."}),
    ):
        assert post(officer, incident.number, act, **form).status_code == 302, act
    closed = Incident.objects.get(pk=incident.pk)
    assert (closed.state, closed.told, closed.danger) == (State.CLOSED, 1, Danger.HIGH)
    assert '<html lang="kk">' in closed.notice
    status, shown = open_page(officer, f"{REGISTER}{incident.number}/print/")
    assert status == 200
    assert "incident_closed" in shown


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", ["manager", "curator", "accountant", "marketer", "head", "administrator"])
def test_for_other_roles_there_is_no_register(newskills: Company, role: str) -> None:
    incident, client = find(newskills), log_in(role)
    for path in ("", "new/", f"{incident.number}/", f"{incident.number}/print/", f"{incident.number}/notice/ru/"):
        assert open_page(client, REGISTER + path)[0] == 404, path
    assert post(client, incident.number, "judge", **{"judge-danger": "none", "judge-reasons": "…"}).status_code == 404
    assert Incident.objects.get(pk=incident.pk).state == State.FOUND


@pytest.mark.clause("8.3")
def test_an_officer_of_the_other_company_sees_and_changes_nothing(newskills: Company) -> None:
    incident, kerbez = find(newskills), log_in(OFFICER, "kerbez-agy")
    host = {"host": "e-distant.kz"}
    assert incident.number not in kerbez.get(REGISTER, headers=host).content.decode()
    for act in ("note", "scope", "judge", "block", "unblock", "tell", "report", "close"):
        assert kerbez.post(f"{REGISTER}{incident.number}/{act}/", {}, headers=host).status_code == 404, act
    assert Incident.objects.get(pk=incident.pk).state == State.FOUND


def test_a_text_that_names_somebody_is_refused_with_a_sentence(officer: Client, newskills: Company) -> None:
    story = {"origin": "staff", "nature": "integrity", "story": "Изменили телефон +7 701 123 45 67"}
    answer = officer.post(f"{REGISTER}new/", story, headers={"host": HOST})
    assert "похожее на чей-то адрес или номер" in answer.content.decode()
    assert not Incident.objects.filter(company=newskills).exists()


def test_what_is_out_of_turn_changes_nothing_and_says_so(officer: Client, newskills: Company) -> None:
    incident = find(newskills)
    for act, form in (
        ("report", {"sent-language": "ru", "sent-note": "Почтой."}),
        ("tell", {}),
        ("block", {}),
        ("unblock", {}),
        ("close", {}),
    ):
        assert post(officer, incident.number, act, **form).status_code == 409, act
    assert Incident.objects.get(pk=incident.pk).state == State.FOUND
    for act in ("judge", "scope", "note", "report"):
        assert post(officer, incident.number, act).status_code == 200, act
    assert list(incident.steps.values_list("happening", flat=True)) == ["found"]


def test_whoever_is_endangered_is_told_of_what(officer: Client, newskills: Company) -> None:
    incident = find(newskills)
    judgment = {"judge-danger": "high", "judge-nature": "confidentiality", "judge-reasons": "Контакты ушли."}
    assert "Выберите хотя бы одно" in post(officer, incident.number, "judge", **judgment).content.decode()
    assert Incident.objects.get(pk=incident.pk).state == State.FOUND


def test_a_window_ends_after_it_begins(officer: Client, newskills: Company) -> None:
    incident = find(newskills)
    window = {"scope-source": "looks", "scope-since": "2026-03-02T10:00", "scope-until": "2026-03-02T09:00"}
    assert "позже начала" in post(officer, incident.number, "scope", **window).content.decode()
    window["scope-since"] = "вчера"
    assert "день и время" in post(officer, incident.number, "scope", **window).content.decode()
    assert not incident.scopes.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_takes_as_many_queries_for_one_as_for_three(
    officer: Client, newskills: Company, number: int, django_assert_num_queries: object
) -> None:
    for days in range(number):
        find(newskills, days=days)
    open_page(officer, REGISTER)
    with django_assert_num_queries(9):  # type: ignore[operator]
        status, page = open_page(officer, REGISTER)
    assert status == 200
    assert page.count("LI-2026-") >= number


def test_a_late_one_says_how_late_and_a_signal_what_it_saw(officer: Client, newskills: Company) -> None:
    late = find(newskills, days=9)
    assert "Просрочено на" in open_page(officer, f"{REGISTER}{late.number}/")[1]
    count_sign(company=newskills, signal=Signal.FAILED_DECRYPTIONS, now=clock.now(), count=7)
    (noticed,) = detect(company=newskills, now=clock.now())
    page = open_page(officer, f"{REGISTER}{noticed.number}/")[1]
    assert "не открылись своим ключом 7 раз за сутки" in page
    assert "Осталось" in page


@pytest.mark.clause("11.1")
def test_the_notice_comes_as_a_page_and_as_pdf(officer: Client, newskills: Company) -> None:
    incident = find(newskills)
    status, page = open_page(officer, f"{REGISTER}{incident.number}/notice/kk/")
    assert status == 200
    assert newskills.responsible_email in page
    pdf = officer.get(f"{REGISTER}{incident.number}/notice/ru/pdf/", headers={"host": HOST})
    assert pdf.content.startswith(b"%PDF")
    assert open_page(officer, f"{REGISTER}{incident.number}/notice/fr/")[0] == 404
