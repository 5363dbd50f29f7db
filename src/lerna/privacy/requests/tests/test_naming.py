"""A letter that a machine didn't understand: a person gives it its kind, and only that once."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.naming import name_kind
from lerna.privacy.requests.models import Kind, Request, State
from lerna.privacy.requests.operations import WrongStateError, confirm_at_desk
from lerna.privacy.requests.telling.terms import refuse_unverified
from lerna.privacy.requests.tests.conftest import NOW, Send, go_on, letters_to, look, steps_of
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LATER = NOW + timedelta(hours=2)


@pytest.mark.clause("6.4")
def test_a_person_gives_it_its_kind_and_the_terms_of_that_run_from_the_receipt(
    send: Send, aigerim: DataSubject, newskills: Company
) -> None:
    request = send(Kind.UNCLEAR, text="…")
    before = look(request).due_at
    name_kind(company=newskills, request_id=request.pk, kind=Kind.ACCESS, actor_id=aigerim.pk, now=LATER)
    found = look(request)
    assert (found.kind, found.state, found.received_at) == (Kind.ACCESS, State.RECEIVED, NOW)
    assert before
    assert found.due_at
    assert found.due_at > before
    assert steps_of(request)[-1] == "named"


@pytest.mark.clause("6.4")
def test_where_it_is_known_who_asks_the_software_goes_on_at_once(
    send: Send, aigerim: DataSubject, newskills: Company
) -> None:
    request = send(Kind.UNCLEAR, text="…")
    confirm_at_desk(company=newskills, request_id=request.pk, actor_id=aigerim.pk, now=NOW)
    assert look(go_on(request)).state == State.WORKING
    name_kind(company=newskills, request_id=request.pk, kind=Kind.ACCESS, actor_id=aigerim.pk, now=LATER)
    assert look(go_on(request, LATER)).state == State.CLOSED
    assert [letter[0] for letter in letters_to(aigerim)][-1] == "request-access"


def test_a_kind_that_is_known_stays(send: Send, aigerim: DataSubject, newskills: Company) -> None:
    request = send(Kind.ACCESS)
    with pytest.raises(WrongStateError):
        name_kind(company=newskills, request_id=request.pk, kind=Kind.ERASURE, actor_id=aigerim.pk, now=LATER)
    unclear = send(Kind.UNCLEAR)
    with pytest.raises(WrongStateError):
        name_kind(company=newskills, request_id=unclear.pk, kind=Kind.UNCLEAR, actor_id=aigerim.pk, now=LATER)
    name_kind(company=newskills, request_id=unclear.pk, kind=Kind.ACCESS, actor_id=aigerim.pk, now=LATER)
    with (
        pytest.raises(ProgrammingError, match="never changed"),
        transaction.atomic(),
        processing(Purpose.REQUESTS, company=newskills, reason="test"),
    ):
        Request.objects.filter(pk=unclear.pk).update(kind=Kind.UNCLEAR)
    assert (look(request).kind, look(unclear).kind) == (Kind.ACCESS, Kind.ACCESS)


@pytest.mark.clause("6.4")
def test_what_nobody_has_made_out_is_not_refused_by_a_machine(
    send: Send, aigerim: DataSubject, newskills: Company
) -> None:
    request = send(Kind.UNCLEAR, text="…")
    assert refuse_unverified(company=newskills, now=NOW + timedelta(days=30)) == 0
    assert look(request).state == State.RECEIVED
    assert aigerim.pk == request.subject_id


def test_no_form_offers_it(client: object, newskills: Company) -> None:
    for path in ("/requests/", "/requests/new/unclear/"):
        response = client.get(path, headers={"host": "lerna.kz"})  # type: ignore[attr-defined]
        assert "прочитает сотрудник" not in response.content.decode()
    assert newskills
