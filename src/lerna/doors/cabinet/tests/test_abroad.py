"""In the cabinet a person lets their data go abroad, to one recipient by name, and takes it back as simply."""

import re

import pytest
from django.db.models import Max

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.abroad.models import AbroadConsent
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.keys.pinned import pin_keys, read_offer
from lerna.privacy.recipients.models import Duty, Recipient, Transfer
from lerna.privacy.recipients.operations import transfer
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.recipients.tests.conftest import Partner
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAGE, NEWS = "/account/consents/", "/account/consents/marketing/"
ABROAD = f"{NEWS}abroad/kogershin-mail/"
MAIL = "Почтовый сервис «Көгершін» (вымышлен), Германия"


def load_register() -> None:
    load_recipients(files=list_files(), now=clock.now())
    Recipient.objects.update(contract_until=None)
    for mail in Recipient.objects.filter(key="kogershin-mail"):
        pin_keys(recipient=mail, offered=read_offer(Partner("kogershin-mail").public_set), now=clock.now())


def allow(visitor: Visitor, path: str) -> int:
    """Ticks the box of this switch, having read the text that stands there."""
    shown = visitor.open(PAGE)
    (digest,) = re.findall(r'name="shown"\s+value="(\w+)"', shown.split(f'action="{path}"')[1].split("</form>")[0])
    return visitor.send(path, {"set": "on", "agree": "on", "shown": digest})[0]


def list_rows() -> list[AbroadConsent]:
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return list(AbroadConsent.objects.order_by("given_at"))


@pytest.mark.clause("4.1")
@pytest.mark.clause("9.4")
def test_a_transfer_abroad_is_allowed_apart_and_withdrawn_and_the_recipient_must_stop(visitor: Visitor) -> None:
    load_register()
    visitor.join()
    page = visitor.open(PAGE)
    assert MAIL in page
    assert f'action="{ABROAD}"' not in page, "the news itself isn't allowed yet"
    assert allow(visitor, NEWS) == 302
    assert allow(visitor, ABROAD) == 302
    company, now = Company.objects.get(slug="newskills"), clock.now()
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        (person,) = DataSubject.objects.select_related("company")
    kept = transfer(
        subject=person, recipient="kogershin-mail", purpose=Purpose.MARKETING, columns=["subjects.profile.email"],
        ground="news", actor=Actor.SYSTEM, now=now,
    )  # fmt: skip
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        Transfer.objects.filter(pk=kept.pk).update(sent_at=now)
    assert visitor.send(ABROAD, {"set": "off"})[0] == 302
    assert [one.cause for one in list_rows()] == ["withdrawn"]
    highest = Entry.objects.aggregate(highest=Max("id"))["highest"]
    list(derive_duties(company=company, up_to=highest, now=clock.now()))
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        assert Duty.objects.get().demand == "stop"
    assert f'action="{NEWS}"' in visitor.open(PAGE)
    assert "Германия" in visitor.open("/account/"), "where it went"


@pytest.mark.parametrize("form", [{"agree": ""}, {"shown": "0" * 64}])
def test_without_a_tick_beside_the_very_text_nothing_is_agreed_to(visitor: Visitor, form: dict[str, str]) -> None:
    load_register()
    visitor.join()
    assert allow(visitor, NEWS) == 302
    assert visitor.send(ABROAD, {"set": "on", "agree": "on"} | form)[0] == 422
    assert list_rows() == []


def test_before_the_purpose_is_allowed_its_data_go_nowhere(visitor: Visitor) -> None:
    load_register()
    visitor.join()
    allow(visitor, NEWS)
    shown = visitor.open(PAGE)
    (digest,) = re.findall(r'name="shown"\s+value="(\w+)"', shown.split(f'action="{ABROAD}"')[1].split("</form>")[0])
    assert visitor.send(NEWS, {"set": "off"})[0] == 302
    assert visitor.send(ABROAD, {"set": "on", "agree": "on", "shown": digest})[0] == 422
    assert list_rows() == []


def test_what_is_no_recipient_abroad_has_no_switch(visitor: Visitor) -> None:
    load_register()
    visitor.join()
    for path in (f"{NEWS}abroad/ulgi-bank/", "/account/consents/bank-credit/abroad/ulgi-bank/", f"{NEWS}abroad/x/"):
        assert visitor.send(path, {"set": "off"})[0] == 404, path
    Recipient.objects.filter(key="kogershin-mail").update(country="KZ")
    assert "Передача за границу" not in visitor.open(PAGE)
