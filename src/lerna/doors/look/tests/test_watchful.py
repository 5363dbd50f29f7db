"""What a page was refused, and what didn't open, is counted; the answer stays what it was."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from lerna.accounts.operations import WrongPasswordError, check_login
from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.privacy.incidents.models import Tally
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOST = "lerna.kz"


@pytest.fixture
def newskills() -> Company:
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=clock.now())
    key_provider().make("newskills")
    return Company.objects.get(slug="newskills")


def read_without_a_purpose(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {list(Profile.objects.all())}")


def read_past_the_guard(request: HttpRequest) -> HttpResponse:
    with (
        processing(Purpose.MARKETING, company=request.site.company, reason="test"),  # type: ignore[attr-defined]
        connection.cursor() as cursor,
    ):
        cursor.execute("select password from accounts_user")
    return HttpResponse()


def open_what_was_changed(request: HttpRequest) -> HttpResponse:
    raise SealError(request.path)


def open_without_a_key(request: HttpRequest) -> HttpResponse:
    raise MissingKeyError(request.path)


def fail_otherwise(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(request.path)


urlpatterns = [
    path("none/", read_without_a_purpose),
    path("past/", read_past_the_guard),
    path("changed/", open_what_was_changed),
    path("keyless/", open_without_a_key),
    path("other/", fail_otherwise),
]


@pytest.mark.clause("8.3", "11.1")
@pytest.mark.parametrize(
    ("page", "signal"),
    [
        ("/none/", "refused-reads"),
        ("/past/", "refused-reads"),
        ("/changed/", "failed-decryptions"),
        ("/keyless/", "failed-decryptions"),
    ],
)
def test_what_was_refused_is_counted_and_the_page_still_fails(newskills: Company, page: str, signal: str) -> None:
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__):
        assert client.get(page, headers={"host": HOST}).status_code == 500
        assert client.get("/other/", headers={"host": HOST}).status_code == 500
    (tally,) = Tally.objects.all()
    assert (tally.company, tally.signal, tally.about, tally.count) == (newskills, signal, "company", 1)


@pytest.mark.clause("8.3")
def test_a_role_that_opens_pages_of_another_is_counted(newskills: Company) -> None:
    client = Client()
    client.cookies["lerna"] = open_desk(newskills, "marketer")
    for _ in range(2):
        assert client.get("/desk/leads/", headers={"host": HOST}).status_code == 404
    assert client.get("/desk/audience/", headers={"host": HOST}).status_code == 200
    (tally,) = Tally.objects.all()
    assert (tally.signal, tally.about, tally.count) == ("refused-reads", "marketer", 2)


@pytest.mark.clause("11.1")
def test_wrong_passwords_are_counted_without_whose_they_are(newskills: Company) -> None:
    with pytest.raises(WrongPasswordError):
        check_login(company=newskills, login="aigerim@example.kz", password="wrong", now=clock.now())
    (tally,) = Tally.objects.all()
    assert (tally.signal, tally.about, tally.count) == ("login-storm", "company", 1)
