"""One request's file: what stands in it, who sees it, and the copy that an answer promised."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.requests.answers.answering import draft_answer
from lerna.privacy.requests.copies import NoCopyError, take_copy
from lerna.privacy.requests.file import read_file
from lerna.privacy.requests.identity.codes import NoMoreCodesError, WrongCodeError
from lerna.privacy.requests.identity.opening import open_with_code, send_opening_code
from lerna.privacy.requests.models import Kind
from lerna.privacy.requests.queries import NoSuchRequestError, find_visible_to, list_represented, requests_visible_to
from lerna.privacy.requests.tests.conftest import NOW, Send, go_on, letters_to, look, steps_of
from lerna.privacy.subjects.models import DataSubject, RepresentativeBasis
from lerna.privacy.subjects.operations import appoint_representative

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.clause("6.2")
def test_the_file_tells_everything_of_one_request(demand: Send, aigerim: DataSubject) -> None:
    demand(aigerim, Kind.COMPLAINT, text="Другое обращение")
    request = go_on(demand(aigerim, text="Что у вас есть?"), NOW + timedelta(hours=2))
    file = read_file(request.company, request.pk)
    assert (file.number, file.demand, file.is_decided) == ("LR-2026-000002", "Что у вас есть?", True)
    assert [step.happening.value for step in file.steps] == steps_of(request)
    assert [step.letter.template for step in file.steps if step.letter] == ["request-access"]
    assert [entry.operation for entry in file.evidence] == [
        "request_received", "request_verified", "request_answered", "request_closed",
    ]  # fmt: skip
    assert file.answer.startswith("Здравствуйте!")
    assert (file.figures.took, file.figures.in_time) == (timedelta(hours=2), True)
    assert [due.source.act.key for due in file.answer_dues] == ["law", "rules", "law", "gdpr"]
    assert "Что у вас есть?" not in repr(file)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_however_long(demand: Send, aigerim: DataSubject, count: int) -> None:
    for _ in range(count):
        demand(aigerim)
    with CaptureQueriesContext(connection) as queries:
        assert len(requests_visible_to(aigerim)) == count
    assert len([query for query in queries if "from requests_" in query["sql"].lower().replace('"', "")]) == 1


def test_a_person_sees_their_own_and_the_represented_ones_alone(
    demand: Send, send: Send, aigerim: DataSubject, register: Send, newskills: Company
) -> None:
    child: DataSubject = register(newskills, {"name": "Мадина"})  # type: ignore[assignment,arg-type]
    appoint_representative(subject=child, representative=aigerim, basis=RepresentativeBasis.PARENT)
    own, of_child = demand(aigerim), demand(child)
    strangers = send(email="mallory@example.kz")
    assert {request.pk for request in requests_visible_to(aigerim)} == {own.pk, of_child.pk}
    assert {request.pk for request in requests_visible_to(child)} == {of_child.pk}
    assert [name for _, name in list_represented(aigerim)] == ["Мадина"]
    with pytest.raises(NoSuchRequestError):
        find_visible_to(aigerim, strangers.pk)


def test_the_other_company_has_no_such_request(demand: Send, aigerim: DataSubject, kerbez: Company) -> None:
    request = demand(aigerim)
    with pytest.raises(NoSuchRequestError):
        read_file(kerbez, request.pk)


@pytest.mark.clause("6.2")
def test_the_copy_holds_what_the_export_holds_and_is_taken_for_some_days(
    demand: Send, aigerim: DataSubject, newskills: Company
) -> None:
    request = demand(aigerim)
    with pytest.raises(NoCopyError):
        take_copy(company=newskills, request_id=request.pk, now=NOW)
    request = go_on(request)
    until = read_file(newskills, request.pk).archive_until
    assert until == local_day(NOW) + timedelta(days=30)
    content = take_copy(company=newskills, request_id=request.pk, now=NOW)
    data = json.loads(ZipFile(BytesIO(b"".join(content))).read("my-data.json"))
    assert "Айгерім" in json.dumps(data, ensure_ascii=False)
    assert "requests_request" in data["data"]
    assert steps_of(request)[-1] == "taken"
    with pytest.raises(NoCopyError):
        take_copy(company=newskills, request_id=request.pk, now=NOW + timedelta(days=31))


@pytest.mark.clause("6.8")
def test_the_link_alone_opens_nothing_and_the_code_does(demand: Send, aigerim: DataSubject, newskills: Company) -> None:
    request = demand(aigerim)
    assert send_opening_code(company=newskills, request_id=request.pk, now=NOW)
    template, address, values = letters_to(aigerim)[-1]
    assert (template, address) == ("confirmation-code", "Aigerim@example.kz")
    with pytest.raises(WrongCodeError):
        open_with_code(company=newskills, request_id=request.pk, typed="000000", now=NOW)
    open_with_code(company=newskills, request_id=request.pk, typed=values["code"], now=NOW)
    with pytest.raises(WrongCodeError):
        open_with_code(company=newskills, request_id=request.pk, typed=values["code"], now=NOW)


def test_nobody_is_flooded_with_codes(demand: Send, aigerim: DataSubject, newskills: Company) -> None:
    request = demand(aigerim)
    for _ in range(5):
        send_opening_code(company=newskills, request_id=request.pk, now=NOW)
    with pytest.raises(NoMoreCodesError):
        send_opening_code(company=newskills, request_id=request.pk, now=NOW)
    assert send_opening_code(company=newskills, request_id=request.pk, now=NOW + timedelta(hours=26))


def test_a_draft_stands_ready_in_the_persons_language(demand: Send, aigerim: DataSubject) -> None:
    request = look(demand(aigerim, Kind.COMPLAINT, text="…", language="kk"))
    assert draft_answer(Kind.COMPLAINT, request.number, "kk").startswith("LR-2026-000001 шағымыңызды қарадық.")
