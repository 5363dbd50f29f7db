"""Applying, as a visitor does it without a script: the dialog, the refusals, the thanks, and the way back."""

import html
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from lerna.companies.models import Company, Site
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.doors.storefront import rate
from lerna.doors.storefront.forms_apply import TRAP, ApplicationForm
from lerna.kit.clock import ZONE
from lerna.privacy.consents.models import Consent, ShownText
from lerna.privacy.evidence.models import Entry
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing
from lerna.sales.leads.datamap import DATA_MAP
from lerna.sales.leads.models import Lead

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)
SITES = ("lerna.kz", "skillbox.kz", "geekbrains.kz", "e-distant.kz")
TYPED = {"name": "Айгерім", "email": "aigerim@example.kz", "phone": "8 701 123 45 67", "age": "adult"}
CONSULTING, MARKETING = "consulting", "marketing"
WORDS = {
    "": ("Я даю согласие на обработку персональных данных", "не дольше 3 лет"),
    "/kk": ("Мен дербес деректерімді өңдеуге келісім беремін", "3 жылдан асырмай"),
    "/en": ("I agree to the processing of my personal data", "no longer than 3 years"),
}


@pytest.fixture(autouse=True)
def _published() -> None:
    """Both companies with keys and the model text; nobody has sent anything in the last ten minutes."""
    cache.clear()
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        publish(company)


def publish(company: Company, old: str = "", new: str = "") -> None:
    document = render_document(build_facts(company))
    if old:
        text = document.texts[0]
        renamed = type(text)(text.language, text.title.replace(old, new), text.sections)
        document = type(document)((renamed, *document.texts[1:]))
    publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)


def open_form(client: Client, host: str = "lerna.kz", prefix: str = "") -> tuple[str, dict[str, str]]:
    """The page, and what its hidden fields say."""
    response = client.get(f"{prefix}/apply/", headers={"host": host})
    assert response.status_code == 200
    page = html.unescape(response.content.decode())
    return page, dict(re.findall(r'name="(shown-[a-z-]+)"\s+value="([0-9a-f]{64})"', page))


def tick(*purposes: str) -> dict[str, str]:
    return {f"agree-{purpose}": "on" for purpose in purposes}


def send(client: Client, data: dict[str, str], host: str = "lerna.kz", prefix: str = "") -> tuple[int, str, str]:
    """Status, page, and where it leads."""
    response = client.post(f"{prefix}/apply/", data, headers={"host": host})
    return response.status_code, html.unescape(response.content.decode()), response.headers.get("Location", "")


def count_stored(slug: str = "newskills") -> dict[str, int]:
    company = Company.objects.get(slug=slug)
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        proof = {model.__name__: model.objects.count() for model in (DataSubject, Profile, Consent)}
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        leads = Lead.objects.count()
    entries = Entry.objects.filter(company=company).exclude(operation="policy_published")
    return proof | {"Lead": leads, "Entry": entries.count()}


NOTHING = {"DataSubject": 0, "Profile": 0, "Consent": 0, "Lead": 0, "Entry": 0}


@pytest.mark.clause("4.1")
@pytest.mark.clause("3.2")
@pytest.mark.parametrize("host", SITES)
@pytest.mark.parametrize("prefix", ["", "/kk", "/en"])
def test_every_box_is_empty_and_says_everything(client: Client, host: str, prefix: str) -> None:
    page, shown = open_form(client, host, prefix)
    company = Site.objects.get(host=host).company
    assert len(shown) == 3
    assert not re.search(r"<input[^>]*\bchecked\b", page)
    assert company.bin in page
    flat = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    box, term = WORDS[prefix]
    assert box in flat
    assert term in flat
    assert f"{prefix}/policy/versions/1/" in page


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("prefix", ["", "/kk", "/en"])
def test_what_is_kept_as_shown_stands_on_the_page(client: Client, prefix: str) -> None:
    page, shown = open_form(client, prefix=prefix)
    status, _, _ = send(client, TYPED | shown | tick(CONSULTING, MARKETING), prefix=prefix)
    assert status == 302
    flat = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    kept = list(ShownText.objects.all())
    assert {text.sha256 for text in kept} == {shown["shown-consulting"], shown["shown-marketing"]}
    for text in kept:
        for line in text.text.splitlines():
            title, _, said = line.partition(": ")
            assert (title in flat and said in flat) or line in flat, line


@pytest.mark.clause("5.3")
def test_the_form_asks_for_nothing_but_what_its_purpose_keeps() -> None:
    asked = set(ApplicationForm.base_fields) - {TRAP}
    (leads,) = DATA_MAP
    kept = {name for name, column in leads.columns.items() if Purpose.CONSULTING in column.purposes}
    assert asked == {"name", "surname", "email", "phone", "direction", "course_key", "comment"}
    assert asked <= kept
    needed = {name for name, field in ApplicationForm.base_fields.items() if field.required}
    assert needed == {"name", "email", "phone"}, "clause 4.1; a surname is given by choice"


@pytest.mark.clause("4.1")
@pytest.mark.clause("4.2")
@pytest.mark.parametrize("ticks", [(), (MARKETING,)])
def test_without_the_tick_nothing_is_stored_and_what_was_typed_stays(client: Client, ticks: tuple[str, ...]) -> None:
    _, shown = open_form(client)
    status, page, _ = send(client, TYPED | shown | tick(*ticks))
    assert status == 200
    assert 'value="Айгерім"' in page
    assert 'value="aigerim@example.kz"' in page
    assert count_stored() == NOTHING


@pytest.mark.clause("4.1")
@pytest.mark.clause("7.2")
def test_a_sent_application_leads_to_thanks_without_a_personal_value_in_the_address(client: Client) -> None:
    _, shown = open_form(client)
    status, _, address = send(client, TYPED | shown | tick(CONSULTING))
    assert status == 302
    assert "aigerim" not in address.lower()
    assert "701123" not in address
    page = client.get(address, headers={"host": "lerna.kz"}).content.decode()
    assert "Айгерім" not in page
    assert "Ответ на заявку" in page
    assert "Новости и акции" not in page
    assert count_stored() == {"DataSubject": 1, "Profile": 1, "Consent": 1, "Lead": 1, "Entry": 3}


@pytest.mark.clause("6.3")
def test_one_click_takes_a_consent_back_and_another_all(client: Client) -> None:
    _, shown = open_form(client)
    _, _, address = send(client, TYPED | shown | tick(CONSULTING, MARKETING))
    company = Company.objects.get(slug="newskills")

    def count_seen(purpose: Purpose) -> int:
        with processing(purpose, company=company, reason="test"):
            return Profile.objects.count()

    assert count_seen(Purpose.MARKETING) == 1
    client.post(f"{address}withdraw/", {"purpose": MARKETING}, headers={"host": "lerna.kz"})
    assert (count_seen(Purpose.MARKETING), count_seen(Purpose.CONSULTING)) == (0, 1)
    client.post(f"{address}withdraw/", {"purpose": "all"}, headers={"host": "lerna.kz"})
    assert count_seen(Purpose.CONSULTING) == 0
    assert "Отозвано" in client.get(address, headers={"host": "lerna.kz"}).content.decode()


@pytest.mark.clause("4.1")
def test_the_receipt_is_the_persons_to_keep(client: Client) -> None:
    _, shown = open_form(client)
    _, _, address = send(client, TYPED | shown | tick(CONSULTING))
    response = client.get(f"{address}receipt.json", headers={"host": "lerna.kz"})
    assert response.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    (record,) = json.loads(response.content)["consent_records"]
    assert record["proof"]["shown_text_sha256"] == shown["shown-consulting"]
    assert record["proof"]["contents"]["person"] == "Айгерім"


@pytest.mark.parametrize("ending", ["", "receipt.json"])
def test_a_token_opens_nothing_at_the_other_company_and_none_that_is_forged(client: Client, ending: str) -> None:
    _, shown = open_form(client)
    _, _, address = send(client, TYPED | shown | tick(CONSULTING))
    assert client.get(address + ending, headers={"host": "lerna.kz"}).status_code == 200
    assert client.get(address + ending, headers={"host": "e-distant.kz"}).status_code == 404
    forged = address[:-3] + ("aa/" if not address.endswith("aa/") else "bb/")
    assert client.get(forged + ending, headers={"host": "lerna.kz"}).status_code == 404


@pytest.mark.clause("2.1")
@pytest.mark.clause("8.1-а")
def test_under_18_only_a_representative_applies(client: Client) -> None:
    _, shown = open_form(client)
    for answer in ({"age": ""}, {"age": "represented"}, {"age": "represented", "representative_name": "Борис"}):
        status, _, _ = send(client, TYPED | shown | tick(CONSULTING) | answer)
        assert status == 200
        assert count_stored() == NOTHING
    whole = {"age": "represented", "representative_name": "Борис Семёнов", "representative_basis": "parent"}
    assert send(client, TYPED | shown | tick(CONSULTING) | whole)[0] == 302
    assert count_stored() == {"DataSubject": 2, "Profile": 2, "Consent": 2, "Lead": 1, "Entry": 6}


def test_a_tick_under_a_text_that_changed_meanwhile_doesnt_count(client: Client) -> None:
    _, shown = open_form(client)
    publish(Company.objects.get(slug="newskills"), "Политика", "Новая политика")
    before = count_stored()
    status, page, _ = send(client, TYPED | shown | tick(CONSULTING))
    assert status == 200
    assert "изменился" in page
    assert not re.search(r'name="agree-consulting"[^>]*checked', page)
    assert count_stored() == before


@pytest.mark.parametrize(
    ("field", "value"), [("email", "aigerim@"), ("phone", "12"), ("phone", "+7 7172 55 55 55"), ("name", " ")]
)
def test_a_slip_of_the_pen_is_said_and_nothing_stored(client: Client, field: str, value: str) -> None:
    _, shown = open_form(client)
    status, page, _ = send(client, TYPED | shown | tick(CONSULTING) | {field: value})
    assert status == 200
    assert f'id="id_{field}-error"' in page
    assert count_stored() == NOTHING


def test_a_robot_is_thanked_and_forgotten(client: Client) -> None:
    _, shown = open_form(client)
    status, _, address = send(client, TYPED | shown | tick(CONSULTING) | {"website": "http://spam.example"})
    assert (status, address) == (302, "/apply/thanks/")
    assert client.get(address, headers={"host": "lerna.kz"}).status_code == 200
    assert count_stored() == NOTHING


def test_too_many_from_one_address_are_asked_to_wait(client: Client) -> None:
    _, shown = open_form(client)
    for _ in range(rate.MOST):
        assert send(client, TYPED | shown)[0] == 200
    status, page, _ = send(client, TYPED | shown | tick(CONSULTING))
    assert status == 429
    assert 'value="Айгерім"' in page
    assert count_stored() == NOTHING


@pytest.mark.clause("4.3")
def test_where_no_policy_is_published_nobody_is_asked(client: Client) -> None:
    Site.objects.filter(key="lerna").update(company=Company.objects.create(**_copy_company()))
    assert client.get("/apply/", headers={"host": "lerna.kz"}).status_code == 404


def _copy_company() -> dict[str, object]:
    company = Company.objects.get(slug="newskills")
    names = [field.name for field in Company._meta.concrete_fields if field.name != "id"]
    return {name: getattr(company, name) for name in names} | {"slug": "fresh", "bin": "181040018999"}


def test_apply_is_one_step_away(client: Client) -> None:
    for path in ("/", "/contacts/", "/kk/"):
        page = client.get(path, headers={"host": "geekbrains.kz"}).content.decode()
        assert f'href="{"/kk" if "kk" in path else ""}/apply/"' in page
