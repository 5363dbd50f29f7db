"""In the application each recipient abroad has an empty box of its own, as in the account (law 94-V, art. 7(6), 16)."""

import html
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.models import Consent
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.abroad.models import AbroadConsent
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.sales.leads.models import Lead

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("4.1")]
NOW = clock.now()
TYPED = {"name": "Айгерім", "email": "aigerim@example.kz", "phone": "8 701 123 45 67", "age": "adult"}
DANA = TYPED | {
    "name": "Дана", "age": "represented", "representative_name": "Айгерім", "representative_basis": "parent",
}  # fmt: skip
BOX = "marketing-abroad-kogershin-mail"
MAIL = "Почтовый сервис «Көгершін» (вымышлен), Германия"


@pytest.fixture(autouse=True)
def _register() -> None:
    """Both companies with keys, the model text and their registers, whose contracts run on."""
    cache.clear()
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)
    load_recipients(files=list_files(), now=NOW)
    Recipient.objects.update(contract_until=None)


def open_form(client: Client, host: str = "lerna.kz", prefix: str = "") -> tuple[str, dict[str, str]]:
    """The page, and what its hidden fields say."""
    page = html.unescape(client.get(f"{prefix}/apply/", headers={"host": host}).content.decode())
    return page, dict(re.findall(r'name="(shown-[a-z-]+)"\s+value="([0-9a-f]{64})"', page))


def send(client: Client, *boxes: str, typed: dict[str, str] = TYPED, **changed: str) -> tuple[int, str, str]:
    """Ticks these boxes and sends: status, page, and where it leads."""
    _, shown = open_form(client)
    data = typed | shown | {f"agree-{box}": "on" for box in boxes} | changed
    response = client.post("/apply/", data, headers={"host": "lerna.kz"})
    return response.status_code, html.unescape(response.content.decode()), response.headers.get("Location", "")


def read(client: Client, address: str) -> str:
    return html.unescape(client.get(address, headers={"host": "lerna.kz"}).content.decode())


def list_given() -> list[AbroadConsent]:
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return list(AbroadConsent.objects.order_by("given_at", "subject__created_at").select_related("text", "subject"))


def is_nothing_stored() -> bool:
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        return not (Lead.objects.exists() or DataSubject.objects.exists() or list_given())


@pytest.mark.parametrize(
    ("prefix", "says", "names"),
    [
        ("", "отдельное согласие на передачу за границу", MAIL),
        ("/kk", "шетелге беруге жеке келісім", "«Көгершін» пошта сервисі (ойдан шығарылған), Германия"),
        ("/en", "agree to a transfer abroad", "Kögershin Mail (invented), Germany"),
    ],
)
def test_a_recipient_abroad_has_an_empty_box_with_everything_beside_it(
    client: Client, prefix: str, says: str, names: str
) -> None:
    page, shown = open_form(client, prefix=prefix)
    assert f"shown-{BOX}" in shown
    for said in (says, names):
        assert said in page, said
    assert not re.search(r"<input[^>]*\bchecked\b", page)


def test_where_no_such_recipient_stands_nothing_is_asked(client: Client) -> None:
    assert [name for name in open_form(client, "e-distant.kz")[1] if "abroad" in name] == []
    Recipient.objects.filter(key="kogershin-mail").update(purposes=["learning"])
    page, shown = open_form(client)
    assert [name for name in shown if "abroad" in name] == []
    assert "Передача за границу" not in page


def test_what_was_ticked_is_kept_told_and_taken_back_like_every_consent(client: Client) -> None:
    _, shown = open_form(client)
    status, _, address = send(client, "consulting", "marketing", BOX)
    assert status == 302
    (given,) = list_given()
    assert (given.country, given.form, given.channel, given.hand, given.text_id) == (
        "DE", "application", "site", "person", shown[f"shown-{BOX}"],
    )  # fmt: skip
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        assert set(Consent.objects.values_list("act", flat=True)) == {given.act}
        assert f"Передача за границу: {MAIL}, для цели «Новости и акции»" in str(
            Letter.objects.get(template="consent-receipt").context
        )
    assert f"Передача за границу: {MAIL}" in read(client, address)
    records = json.loads(read(client, f"{address}receipt.json"))["consent_records"]
    assert len(records) == 3
    assert records[-1]["pii_processing"]["purposes"][0]["processing_locations"] == ["KZ", "DE"]
    assert records[-1]["proof"]["shown_text_sha256"] == given.text_id
    client.post(f"{address}withdraw/", {"purpose": BOX}, headers={"host": "lerna.kz"})
    assert [one.cause for one in list_given()] == ["withdrawn"]
    assert read(client, address).count("Отозвано") == 1, "the news itself goes on"
    events = json.loads(read(client, f"{address}receipt.json"))["consent_records"][-1]["event"]
    assert events[-1]["event_state"] == "consent_withdrawn"


def test_without_its_purpose_nothing_goes_abroad(client: Client) -> None:
    _, _, address = send(client, "consulting", "marketing", BOX)
    client.post(f"{address}withdraw/", {"purpose": "marketing"}, headers={"host": "lerna.kz"})
    assert read(client, address).count("Отозвано") == 2


@pytest.mark.parametrize(
    ("boxes", "changed", "sentence"),
    [
        (("consulting", BOX), {}, "отметьте и саму эту цель"),
        (("consulting", "marketing", BOX), {f"shown-{BOX}": "0" * 64}, "изменился"),
    ],
)
def test_a_tick_that_cannot_count_is_said_and_nothing_is_stored(
    client: Client, boxes: tuple[str, ...], changed: dict[str, str], sentence: str
) -> None:
    status, page, _ = send(client, *boxes, **changed)
    assert status == 200
    assert sentence in page
    assert is_nothing_stored()


def test_a_recipient_that_left_meanwhile_stops_the_whole_form(client: Client) -> None:
    _, shown = open_form(client)
    Recipient.objects.filter(key="kogershin-mail").update(country="TR")
    data = TYPED | shown | {f"agree-{box}": "on" for box in ("consulting", "marketing", BOX)}
    assert client.post("/apply/", data, headers={"host": "lerna.kz"}).status_code == 200
    assert is_nothing_stored()


def test_a_representative_agrees_for_both(client: Client) -> None:
    assert send(client, "consulting", "marketing", BOX, typed=DANA)[0] == 302
    given = list_given()
    assert {one.hand for one in given} == {"person", "representative"}
    assert len({one.subject_id for one in given}) == len({one.act for one in given}) == 2
