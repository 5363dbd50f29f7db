"""A demand comes in: of somebody known, unknown, represented; nothing is done before it is seen who asks."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.identity.codes import WrongCodeError
from lerna.privacy.requests.models import Kind, Proof, Request, State, Step
from lerna.privacy.requests.operations import confirm_at_desk, confirm_identity
from lerna.privacy.requests.tests.conftest import NOW, Send, evidence_of, letters_to, look, steps_of
from lerna.privacy.subjects.models import DataSubject, Profile, RepresentativeBasis
from lerna.privacy.subjects.operations import appoint_representative
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def read_code(subject: DataSubject) -> str:
    return str(letters_to(subject)[-1][2]["code"])


@pytest.mark.clause("6.4")
def test_a_request_gets_a_number_and_a_date(send: Send, aigerim: DataSubject) -> None:
    request = look(send(text="Что вы обо мне знаете?"))
    assert (request.number, request.state, request.subject_id) == ("LR-2026-000001", State.RECEIVED, aigerim.pk)
    assert look(send()).number == "LR-2026-000002"
    template, address, values = letters_to(aigerim)[0]
    assert (template, address) == ("request-confirm", "Aigerim@example.kz")
    assert values["number"] == "LR-2026-000001"
    assert values["answer_by"] == {"day": "2026-03-05"}
    assert values["page"].startswith("http://lerna.localhost:8000/requests/")


@pytest.mark.clause("6.8")
def test_nothing_is_done_before_the_code_from_the_letter_is_typed_in(
    send: Send, aigerim: DataSubject, newskills: Company
) -> None:
    request = send()
    assert steps_of(request) == ["received", "identity-asked"]
    with pytest.raises(WrongCodeError):
        confirm_identity(company=newskills, request_id=request.pk, typed="000000", now=NOW)
    assert look(request).state == State.RECEIVED
    confirm_identity(company=newskills, request_id=request.pk, typed=f" {read_code(aigerim)} ", now=NOW)
    found = look(request)
    assert (found.state, found.proof, found.verified_at) == (State.VERIFIED, Proof.CODE, NOW)
    assert steps_of(request) == ["received", "identity-asked", "verified"]
    assert evidence_of(aigerim)[-1] == ("request_verified", "6.8")


@pytest.mark.clause("6.8")
def test_a_code_works_for_few_tries_and_once(send: Send, aigerim: DataSubject, newskills: Company) -> None:
    request = send()
    code = read_code(aigerim)
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            confirm_identity(company=newskills, request_id=request.pk, typed="nothing", now=NOW)
    with pytest.raises(WrongCodeError):
        confirm_identity(company=newskills, request_id=request.pk, typed=code, now=NOW)
    assert look(request).state == State.RECEIVED


@pytest.mark.clause("6.8")
def test_an_unknown_sender_is_a_person_of_their_own_for_the_request_alone(send: Send, newskills: Company) -> None:
    request = send(email="mallory@example.kz", name="Мэллори")
    subject = DataSubject(pk=request.subject_id, company=newskills)
    assert [letter[:2] for letter in letters_to(subject)] == [("request-confirm", "mallory@example.kz")]
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Profile.objects.get(subject=request.subject_id).name == "Мэллори"
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        assert not Profile.objects.exists()


@pytest.mark.clause("6.8")
def test_somebody_elses_phone_beside_an_own_address_leads_to_nobody(send: Send, aigerim: DataSubject) -> None:
    assert send(email="mallory@example.kz", phone="+77011234567").subject_id != aigerim.pk
    assert not letters_to(aigerim)


@pytest.mark.clause("6.8")
def test_a_phone_alone_is_answered_at_the_address_on_file(send: Send, aigerim: DataSubject) -> None:
    request = send(email="", phone="8 701 123 45 67")
    assert request.subject_id == aigerim.pk
    assert letters_to(aigerim)[0][1] == "Aigerim@example.kz"


@pytest.mark.clause("6.8")
def test_where_no_address_is_known_a_person_has_to_look(send: Send, newskills: Company) -> None:
    request = send(email="", phone="+77015550000")
    assert steps_of(request) == ["received", "left-to-person"]
    subject = DataSubject(pk=request.subject_id, company=newskills)
    assert not letters_to(subject)


@pytest.mark.clause("6.4")
def test_a_company_knows_nothing_of_the_others_people(send: Send, boris: DataSubject, kerbez: Company) -> None:
    request = send(email="boris@example.kz")
    assert request.subject_id != boris.pk
    with processing(Purpose.REQUESTS, company=kerbez, reason="test"):
        assert not Request.objects.exists()


@pytest.mark.clause("8.1-а")
def test_a_representative_is_asked_and_the_request_is_about_the_represented(
    send: Send, aigerim: DataSubject, register: Send, newskills: Company
) -> None:
    child = register(newskills, {"name": "Мадина"})
    appoint_representative(subject=child, representative=aigerim, basis=RepresentativeBasis.PARENT)  # type: ignore[arg-type]
    request = look(send(on_behalf_of="Мадина Сәрсенова"))
    assert (request.subject_id, request.hand) == (child.pk, "representative")
    assert letters_to(child)[0][1] == "Aigerim@example.kz"  # type: ignore[arg-type]


@pytest.mark.clause("6.8")
def test_logged_in_nobody_has_to_show_who_they_are(demand: Send, aigerim: DataSubject) -> None:
    request = look(demand(aigerim, Kind.COMPLAINT, text="Звонили ночью."))
    assert (request.state, request.proof, request.asked_at) == (State.VERIFIED, Proof.SESSION, None)
    template, _, values = letters_to(aigerim)[0]
    assert (template, values["answer_by"]) == ("request-received", {"day": "2026-03-05"})


@pytest.mark.clause("6.8")
def test_a_signed_statement_shown_to_the_staff_serves_too(send: Send, aigerim: DataSubject, newskills: Company) -> None:
    request = send()
    confirm_at_desk(company=newskills, request_id=request.pk, actor_id=aigerim.pk, now=NOW)
    assert look(request).proof == Proof.STATEMENT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("state = 'answered'", "can't go"),
        ("state = 'closed', closed_at = now(), due_at = null", "can't go"),
        ("state = 'working'", "can't go"),
        ("kind = 'erasure'", "never changed"),
        ("number = 'LR-2026-999999'", "never changed"),
        ("state = 'verified'", "request_worked_on_once_verified"),
        ("due_at = null", "request_has_a_term_until_decided"),
        ("outcome = 'granted'", "request_"),
    ],
)
def test_the_database_refuses_a_wrong_move(send: Send, aigerim: DataSubject, change: str, words: str) -> None:  # noqa: ARG001
    request = send()
    before = vars(look(request)).copy()
    with (
        pytest.raises((IntegrityError, ProgrammingError, InternalError), match=words),
        transaction.atomic(),
        processing(Purpose.REQUESTS, company=request.company, reason="test"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update requests_request set {change} where id = %s", [request.pk])  # noqa: S608
    after = vars(look(request))
    assert {name: after[name] for name in ("state", "number", "due_at", "outcome")} == {
        name: before[name] for name in ("state", "number", "due_at", "outcome")
    }


def test_a_closed_request_must_have_an_answer(send: Send, aigerim: DataSubject) -> None:  # noqa: ARG001
    request = send()
    with (
        pytest.raises(IntegrityError, match="request_decided_with_an_answer"),
        transaction.atomic(),
        processing(Purpose.REQUESTS, company=request.company, reason="test"),
    ):
        Request.objects.filter(pk=request.pk).update(state=State.REFUSED, outcome="refused", ground="identity")


def test_the_timeline_is_never_changed(send: Send, aigerim: DataSubject) -> None:  # noqa: ARG001
    request = send()
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        step = Step.objects.filter(request=request).order_by("place")[0]
        with pytest.raises(Exception, match="write"), transaction.atomic():
            Step.objects.filter(pk=step.pk).update(happening="closed")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Step.objects.filter(pk=step.pk).delete()
    assert steps_of(request) == ["received", "identity-asked"]


@pytest.mark.clause("8.1-а")
def test_the_evidence_says_that_a_representative_asked(send: Send, aigerim: DataSubject) -> None:
    request = send(on_behalf_of="Мадина")
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        assert request.steps.get(place=1).actor == "representative"
        assert request.subject_id == aigerim.pk
