"""The link below a letter: looking changes nothing, pressing withdraws at once, by a mail program's button too."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.consents.obligations import Obligation, forget_obligations, register_obligations
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.wire.addresses import build_stop_link, make_stop_token
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOST = {"host": "lerna.kz"}


@pytest.fixture
def newskills(settings: LazySettings) -> Company:
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=clock.now())
    key_provider().make("newskills")
    return Company.objects.get(slug="newskills")


@pytest.fixture
def aigerim(newskills: Company) -> DataSubject:
    subject = create_subject(company=newskills, site=newskills.sites.get(key="lerna"), now=clock.now())
    permit(subject=subject, purposes=[Purpose.MARKETING, Purpose.CONSULTING])
    return subject


@pytest.fixture
def path(settings: LazySettings, newskills: Company, aigerim: DataSubject) -> str:
    """The link below a marketing letter to Aigerim, without the host."""
    settings.LERNA_DEVELOPMENT_HOSTS = False
    letter = send_letter(
        subject=aigerim, purpose=Purpose.MARKETING, template="application-received", language="ru", now=clock.now(),
        context={"course": "Дизайн", "received_at": clock.now()}, to="aigerim@example.kz",
    )  # fmt: skip
    link = build_stop_link(letter.pk, newskills.sites.get(key="lerna"), "kk")
    assert link.startswith("https://lerna.kz/kk/letters/stop/")
    return link.removeprefix("https://lerna.kz")


@pytest.fixture
def permits(newskills: Company, aigerim: DataSubject) -> Callable[[Purpose], bool]:
    def ask(purpose: Purpose) -> bool:
        with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
            return may(DataSubject.objects.get(pk=aigerim.pk), purpose)

    return ask


def test_looking_changes_nothing(client: Client, path: str, permits: Callable[[Purpose], bool]) -> None:
    page = client.get(path, headers=HOST)
    assert page.status_code == 200
    assert "<form" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "aigerim" not in page.content.decode()
    assert client.head(path, headers=HOST).status_code == 200
    assert permits(Purpose.MARKETING)


@pytest.mark.clause("6.1")
def test_one_click_of_the_mail_program_withdraws_this_purpose_alone(
    path: str, permits: Callable[[Purpose], bool]
) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"}, headers=HOST)
        assert answer.status_code == 200, "RFC 8058 allows no redirect"
        assert "<form" not in answer.content.decode()
    assert not permits(Purpose.MARKETING)
    assert permits(Purpose.CONSULTING)


@pytest.mark.clause("6.8")
def test_what_an_obligation_needs_is_told_with_its_reason(path: str, permits: Callable[[Purpose], bool]) -> None:
    def owes(_subject: DataSubject) -> list[Obligation]:
        return [Obligation(Purpose.MARKETING, "paid", Localized(ru="Оплачено.", kk="Төленген.", en="Paid."))]

    register_obligations(owes)
    try:
        answer = Client().post(path, headers=HOST)
    finally:
        forget_obligations(owes)
    assert answer.status_code == 200
    assert "Төленген." in answer.content.decode()
    assert permits(Purpose.MARKETING)


def test_a_wrong_link_is_a_page_that_says_so(client: Client, path: str, newskills: Company) -> None:
    for wrong in (f"{path[:-2]}/", f"/letters/stop/{make_stop_token(uuid4(), newskills.pk)}/", "/letters/stop/x/"):
        for answer in (client.get(wrong, headers=HOST), client.post(wrong, headers=HOST)):
            assert answer.status_code == 404
            assert "info@lerna.kz" in answer.content.decode()


def test_the_link_works_at_no_other_companys_site(
    client: Client, path: str, permits: Callable[[Purpose], bool]
) -> None:
    elsewhere = {"host": "e-distant.kz"}
    for answer in (client.get(path, headers=elsewhere), client.post(path, headers=elsewhere)):
        assert answer.status_code == 404
    assert permits(Purpose.MARKETING)
    assert client.get(path, headers={"host": "skillbox.kz"}).status_code == 200, "a site of the same company"
