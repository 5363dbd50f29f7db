"""Whose host is it? What a host nobody owns is told, and what everybody gets while the database is away."""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime

import pytest
from django.conf import settings
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client

from lerna.companies.operations import load_companies
from lerna.kit.clock import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _companies() -> None:
    now = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=now)


def ask(path: str, host: str) -> tuple[int, bytes, Mapping[str, str]]:
    """Status, body and headers; the file behind a static answer is closed."""
    with closing(Client(raise_request_exception=False).get(path, headers={"host": host})) as response:
        return response.status_code, response.getvalue(), dict(response.items())


def stay_away(_execute: Callable[..., object], _sql: str, *_details: object) -> None:
    raise OperationalError


@pytest.mark.clause("2.2")
@pytest.mark.parametrize("path", ["/", "/static/look/brands/lerna.svg", "/static/look/base.css"])
def test_a_host_nobody_owns_is_told_nothing(path: str) -> None:
    status, body, _ = ask(path, "nobody.localhost")
    assert (status, body) == (404, b"Not found\n")


def test_a_site_s_files_are_for_itself() -> None:
    status, _, headers = ask("/static/look/brands/lerna.svg", "lerna.kz")
    assert status == 200
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/", "/nothing/", "/static/look/base.css"])
def test_while_the_database_is_away_a_visitor_is_asked_to_come_again(path: str) -> None:
    with connection.execute_wrapper(stay_away):
        status, body, headers = ask(path, "lerna.kz")
    assert (status, headers["Retry-After"]) == (503, "30")
    assert "Бет істен шықты".encode() in body


def test_any_other_fault_stays_a_fault() -> None:
    def break_down(_execute: Callable[..., object], _sql: str, *_details: object) -> None:
        raise ProgrammingError

    with connection.execute_wrapper(break_down):
        status, _, headers = ask("/", "lerna.kz")
    assert status == 500
    assert "Retry-After" not in headers


def test_the_error_page_has_its_sheet_while_the_database_is_away() -> None:
    with connection.execute_wrapper(stay_away):
        status, body, _ = ask("/static/look/error.css", "lerna.kz")
    assert status == 200
    assert b"color-scheme" in body
