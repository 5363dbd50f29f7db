"""What a supervisor is told, each part made wrong for real."""

import pytest
from django.conf import LazySettings
from django.db import OperationalError, connection
from django.test import Client

from lerna.config import health
from lerna.config.launch.database import Urls
from lerna.config.postgres import roles

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def beat(ago: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval)", [ago])


def test_the_process_answers_on_any_host() -> None:
    assert Client().get("/healthz", headers={"host": "nobody.example"}).content == b"ok\n"


def test_ready_when_every_part_is(settings: LazySettings) -> None:
    settings.SECRET_KEY_IS_OWN = True
    beat("5 seconds")
    response = Client().get("/readyz", headers={"host": "10.0.0.7"})
    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": "ok", "jobs": "ok", "keys": "ok", "mailboxes": "ok"}


def test_not_ready_without_a_worker(settings: LazySettings) -> None:
    settings.SECRET_KEY_IS_OWN = True
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.json()["jobs"] == "No job worker runs."
    beat("2 minutes")
    assert "silent" in Client().get("/readyz").json()["jobs"]


def test_a_database_that_is_away_is_asked_once() -> None:
    asked = []

    def stay_away(_execute: object, sql: str, *_details: object) -> None:
        asked.append(sql)
        raise OperationalError

    with connection.execute_wrapper(stay_away):
        response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "The database doesn't answer."
    assert len(asked) == 1


def test_not_ready_with_the_key_of_the_source(settings: LazySettings) -> None:
    settings.SECRET_KEY_IS_OWN = False
    beat("5 seconds")
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert "No secret key" in response.json()["keys"]


def test_the_tests_themselves_run_as_the_applications_role() -> None:
    assert health.check_database() == "ok"


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.1.2.3", {}, 200),
        ("185.1.1.1", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "185.1.1.1"}, 404),
        ("127.0.0.1", {"Forwarded": "for=185.1.1.1"}, 404),
        ("127.0.0.1", {"X-Real-IP": "185.1.1.1"}, 404),
    ],
)
def test_figures_are_for_this_network(address: str, headers: dict[str, str], status: int) -> None:
    response = Client().get("/metrics", REMOTE_ADDR=address, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize("setting", ["IN_PRODUCTION", "LERNA_BEHIND_PROXY"])
def test_where_a_proxy_may_stand_only_the_token_opens(settings: LazySettings, setting: str) -> None:
    setattr(settings, setting, True)
    settings.SECURE_SSL_REDIRECT = False
    assert Client().get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404
    settings.LERNA_METRICS_TOKEN = "open-sesame"
    assert Client().get("/metrics", headers={"Authorization": "Bearer open-sesame"}).status_code == 200


@pytest.mark.parametrize(("token", "status"), [("open-sesame", 200), ("wrong", 404), ("", 404)])
def test_a_token_is_the_only_key_where_it_is_set(settings: LazySettings, token: str, status: int) -> None:
    settings.LERNA_METRICS_TOKEN = "open-sesame"
    response = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == status


def test_figures_count_requests_by_view() -> None:
    Client().get("/healthz")
    text = Client().get("/metrics").content.decode()
    assert 'lerna_requests_total{method="GET",status="200",view="-"}' in text
    assert "lerna_process_resident_bytes" in text
    assert "/healthz" not in text


def test_a_child_never_learns_the_other_roles_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner:secret@x/y")
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:secret@x/y")
    child = Urls(app="app-url", owner="owner-url", keys_app="keys-app-url", keys_owner="keys-owner-url").environment(
        "app"
    )
    assert child["DATABASE_URL"] == "app-url"
    assert child["LERNA_KEYS_DATABASE_URL"] == "keys-app-url"
    assert not {"owner-url", "keys-owner-url", "postgresql://owner:secret@x/y"} & set(child.values())


def test_the_application_owns_nothing_and_makes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == (roles.APP,)
        cursor.execute("select count(*) from pg_class where relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "select has_schema_privilege('public', 'create'), has_database_privilege(current_database(), 'create')"
        )
        assert cursor.fetchone() == (False, False)
