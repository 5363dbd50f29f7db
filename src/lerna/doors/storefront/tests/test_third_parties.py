"""The published list of third parties is the register itself, on each site its own company's (clause 11.3)."""

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients

pytestmark = [pytest.mark.django_db, pytest.mark.clause("11.3")]
PATH = "/policy/third-parties/"
NEWSKILLS = ("«Үлгі»", "«Мысал»", "«Көгершін»", "«Бұлт»", "«Санақ»")


@pytest.fixture(autouse=True)
def _registers(settings: object) -> None:
    files = sorted((settings.LERNA_POLICIES / "companies").glob("*.toml"))  # type: ignore[attr-defined]
    load_companies(files=files, now=clock.now())
    load_recipients(files=list_files(), now=clock.now())
    # Whatever day it is, the contracts of the invented ones are in force.
    Recipient.objects.update(contract_until=None)


def read(client: Client, host: str = "lerna.kz", prefix: str = "") -> str:
    response = client.get(f"{prefix}{PATH}", headers={"host": host})
    assert response.status_code == 200
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.mark.parametrize("host", ["lerna.kz", "skillbox.kz", "geekbrains.kz"])
def test_each_site_of_a_company_lists_its_whole_register(client: Client, host: str) -> None:
    page = read(client, host)
    assert all(name in page for name in NEWSKILLS)
    for said in ("Кредит на обучение", "ИИН плательщика", "Казахстан", "Германия", "за границей", "2026-БП/04"):
        assert said in page, said


def test_another_company_lists_its_own(client: Client) -> None:
    page = read(client, "e-distant.kz")
    assert "«Үлгі»" in page
    assert "2026-КА/11" in page
    assert not any(name in page for name in ("«Мысал»", "«Көгершін»", "2026-БП/04"))


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "Банк «Үлгі» (вымышлен)"), ("/kk", "«Үлгі» банкі (ойдан шығарылған)"), ("/en", "Ülgi Bank (invented)")],
)
def test_it_speaks_each_language(client: Client, prefix: str, said: str) -> None:
    assert said in read(client, prefix=prefix)


def test_who_left_or_isnt_bound_now_is_not_listed(client: Client) -> None:
    today = clock.local_day(clock.now())
    changes = (
        {"retired_at": clock.now()},
        {"contract_until": today - timedelta(days=1)},
        {"contract_from": today + timedelta(days=1)},
    )
    for change in changes:
        Recipient.objects.filter(key="mysal-bank").update(
            **({"retired_at": None, "contract_until": None, "contract_from": today} | change)
        )
        assert "«Мысал»" not in read(client)
    Recipient.objects.filter(key="mysal-bank").update(contract_from=today, contract_until=today)
    assert "«Мысал»" in read(client)


def test_an_empty_register_says_so(client: Client) -> None:
    Recipient.objects.filter(company__slug="newskills").update(retired_at=clock.now())
    assert "Данные никто не получает" in read(client)


def test_the_footer_of_each_page_leads_there(client: Client) -> None:
    assert f'href="{PATH}"' in client.get("/", headers={"host": "lerna.kz"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query(client: Client, count: int) -> None:
    kept = Recipient.objects.filter(company__slug="newskills").order_by("pk").values_list("pk", flat=True)[:count]
    Recipient.objects.exclude(pk__in=list(kept)).update(retired_at=clock.now())
    read(client)
    with CaptureQueriesContext(connection) as queries:
        read(client)
    assert len([query for query in queries if "recipients_recipient" in query["sql"]]) == 1
