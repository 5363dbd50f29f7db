"""A person sees who received their data, in the cabinet and in what they take away; nobody else's."""

import io
import json
from dataclasses import replace
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.db.models import Max

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import HOST, Visitor
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.disclosures.operations import (
    Demand,
    Hiding,
    decide_disclosure,
    give_disclosure,
    propose_disclosure,
)
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.keys.pinned import pin_keys, read_offer
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.operations import transfer
from lerna.privacy.recipients.paper.models import Kind
from lerna.privacy.recipients.paper.operations import Sheet, register_paper
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.recipients.sending.outgoing import deliver
from lerna.privacy.recipients.sending.transfers import TRANSFERS
from lerna.privacy.recipients.tests.conftest import Partner
from lerna.privacy.recipients.wire.client import Answer, End
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def pass_to_the_bank() -> None:
    """The person's name goes to the bank, whose answer is lost."""
    now, company = clock.now(), Company.objects.get(slug="newskills")
    load_recipients(files=list_files(), now=now)
    Recipient.objects.update(contract_until=None)
    bank = Recipient.objects.get(company=company, key="ulgi-bank")
    pin_keys(recipient=bank, offered=read_offer(Partner("ulgi-bank").public_set), now=now)
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        (person,) = DataSubject.objects.select_related("company")
    kept = transfer(
        subject=person, recipient="ulgi-bank", purpose=Purpose.BANK_CREDIT, columns=["subjects.profile.name"],
        ground="credit-application", actor=Actor.PERSON, now=now,
    )  # fmt: skip
    deliver(line=TRANSFERS, company=company, item_id=kept.pk, now=now, by=lambda *_: Answer(End.NEVER, "http-400"))


@pytest.mark.clause("9.1")
def test_the_cabinet_says_who_received_what(visitor: Visitor) -> None:
    visitor.join()
    assert "Ваши данные никому не передавались." in visitor.open("/account/")
    shown = visitor.open("/account/consents/")
    digest = shown.split('/consents/bank-credit/">')[1].split('name="shown"')[1].split('"')[1]
    assert visitor.send("/account/consents/bank-credit/", {"set": "on", "agree": "on", "shown": digest})[0] == 302
    pass_to_the_bank()
    page = visitor.open("/account/")
    for said in ("Банк «Үлгі» (вымышлен)", "Личные данные", "Кредит на обучение", "Казахстан", "не получено"):
        assert said in page, said
    assert "Передано получателю" in page
    assert "«Үлгі» банкі (ойдан шығарылған)" in visitor.open("/kk/account/")
    assert visitor.send("/account/consents/bank-credit/", {"set": "off"})[0] == 302
    company = Company.objects.get(slug="newskills")
    highest = Entry.objects.aggregate(highest=Max("id"))["highest"]
    assert list(derive_duties(company=company, up_to=highest, now=clock.now())) == [1]
    page = visitor.open("/account/")
    assert "перестать использовать данные для этой цели" in page
    assert "ещё не подтвердил" in page
    archive = visitor.client.post("/account/download/", headers={"host": HOST})
    with ZipFile(io.BytesIO(archive.getvalue())) as files:
        written = json.loads(files.read("my-data.json"))
        assert "Банк «Үлгі» (вымышлен)" in files.read("my-data.html").decode()
    (told,), (duty,) = written["transfers"], written["recipients_told"]
    assert (duty["act"], duty["confirmed_at"]) == ("stop", None)
    assert (told["columns"], told["country"], told["state"]) == (["subjects.profile.name"], "KZ", "failed")
    assert "Айгерім" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.clause("9.3")
@pytest.mark.clause("8.4-д")
def test_the_cabinet_says_what_state_bodies_were_given_and_what_is_on_paper(visitor: Visitor) -> None:
    visitor.join()
    company, now = Company.objects.get(slug="newskills"), clock.now()
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        (person,) = DataSubject.objects.select_related("company")
    demand = Demand(
        requester="Медеуский районный суд", ground="ГПК РК, статья 73", document="№ 2-147/2026",
        document_on=clock.local_day(now), columns=["subjects.profile.phone"],
    )  # fmt: skip
    hidden = replace(demand, requester="Следователь")
    for asked, hiding in ((demand, None), (hidden, Hiding("УПК РК, статья 201", clock.local_day(now)))):
        one = propose_disclosure(subject=person, demand=asked, staff=UUID(int=1), now=now, hiding=hiding)
        decide_disclosure(company=company, disclosure_id=one.pk, staff=UUID(int=2), approves=True, now=now)
        give_disclosure(company=company, disclosure_id=one.pk, staff=UUID(int=1), now=now)
    sheet = Sheet(
        purpose=Purpose.LEARNING, categories=[Category.IDENTITY], reason="договор", place="сейф",
        happened_on=clock.local_day(now), keep_until=clock.local_day(now),
    )  # fmt: skip
    register_paper(subject=person, kind=Kind.EXTRACT, sheet=sheet, staff=UUID(int=1), now=now)
    page = visitor.open("/account/")
    assert page.count("Медеуский районный суд") == 1
    assert "Следователь" not in page, "a law hides it"
    assert page.count("Передано государственному органу") == 1
    for said in ("Контакты", "ГПК РК, статья 73", "выписка на бумаге", "хранится до"):
        assert said in page, said
    archive = visitor.client.post("/account/download/", headers={"host": HOST})
    with ZipFile(io.BytesIO(archive.getvalue())) as files:
        written = "".join(files.read(name).decode() for name in files.namelist())
        assert "УПК РК" not in written
        assert "Следователь" not in written
        assert "Медеуский районный суд" in files.read("my-data.html").decode()
