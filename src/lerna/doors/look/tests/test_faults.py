"""What stands instead of a page: in the site's own look, in the visitor's language."""

from datetime import datetime

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from lerna.companies.operations import load_companies
from lerna.companies.queries import site_for_host
from lerna.doors.look.views_faults import bad_request
from lerna.kit.clock import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _companies() -> None:
    now = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=now)


@pytest.fixture
def asked() -> HttpRequest:
    request = RequestFactory().get("/kk/", headers={"host": "lerna.kz"})
    request.site = site_for_host("lerna.kz")  # type: ignore[assignment]  # as SiteMiddleware does
    return request


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "Форму не удалось принять"),
        ("/kk", "Форма қабылданбады"),
        ("/en", "The form could not be accepted"),
    ],
)
def test_a_form_without_its_token_is_refused_in_the_site_s_look(prefix: str, words: str) -> None:
    response = Client(enforce_csrf_checks=True).post(f"{prefix}/contacts/", headers={"host": "lerna.kz"})
    html = response.content.decode()
    assert response.status_code == 403
    assert f"<h1>{words}</h1>" in html
    assert "look/tokens.css" in html
    assert "<style" not in html  # our own Content-Security-Policy would not let it in


def test_a_request_that_can_t_be_read_is_answered_in_the_site_s_look(asked: HttpRequest) -> None:
    with override("kk"):
        response = bad_request(asked, SuspiciousOperation("Mallory"))
    assert response.status_code == 400
    assert "<h1>Бұл сұрау түсініксіз</h1>" in response.content.decode()
    assert b"Mallory" not in response.content


def test_a_request_without_a_site_is_answered_in_plain_words() -> None:
    response = bad_request(RequestFactory().get("/"), SuspiciousOperation())
    assert (response.status_code, response.content) == (400, b"Bad request\n")


def test_a_closed_page_says_so(asked: HttpRequest) -> None:
    with override("ru"):
        assert "<h1>Эта страница вам не открыта</h1>" in render_to_string("403.html", request=asked)
