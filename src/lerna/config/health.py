"""`/healthz`, `/readyz` and `/metrics`: asked by a supervisor, on any host name, before anything else."""

import hmac
import ipaddress
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from lerna.config import metrics, places
from lerna.kit import clock
from lerna.privacy.requests.intake.queries import find_faults
from lerna.privacy.subjects.keys.queries import find_key_faults

GetResponse = Callable[[HttpRequest], HttpResponse]
_OLDEST_HEARTBEAT = timedelta(minutes=1)  # a worker gives one every ten seconds
_OK = "ok"
_PASSED_ON = frozenset({"Forwarded", "Via", "X-Forwarded-For", "X-Real-Ip"})  # as request.headers spells them


class HealthMiddleware:
    """Answers the supervisor's addresses itself, past sites and languages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return ADDRESSES.get(request.path, self.get_response)(request)


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """Can this installation serve? 200 or 503, with each part's state in words."""
    database = check_database()
    # A pool waits ten seconds for a database that is away; asking once is enough, and no supervisor waits for twice.
    jobs = check_jobs() if database == _OK else "Not asked: the table of workers is in the database."
    parts = {"database": database, "jobs": jobs, "keys": check_keys()}
    is_ready = all(state == _OK for state in parts.values())
    # A mail server that is away is no reason to serve no pages, so it is told and doesn't count.
    mailboxes = check_mailboxes() if database == _OK else "Not asked: what is known of them is in the database."
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(
        {"ready": is_ready, **parts, "mailboxes": mailboxes}, status=status, headers={"Cache-Control": "no-store"}
    )


def check_database() -> str:
    """Does the database answer, and as a role that owns nothing? `ok` or a sentence."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select rolsuper or rolbypassrls or exists(select 1 from pg_tables where schemaname = 'public'"
                " and tableowner = current_user) from pg_roles where rolname = current_user"
            )
            row = cursor.fetchone()
    except DatabaseError:
        return "The database doesn't answer."
    return _OK if row == (False,) else "The web server is connected as the owner of tables or as a superuser."


def check_jobs() -> str:
    """Has a worker given a sign of life within the last minute? `ok` or a sentence."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select max(last_heartbeat) from procrastinate_workers")
            (last,) = cursor.fetchone()
    except DatabaseError:
        return "The table of workers can't be read."
    if last is None:
        return "No job worker runs."
    return _OK if clock.now() - last <= _OLDEST_HEARTBEAT else "The job worker has been silent for over a minute."


def check_keys() -> str:
    """A secret key of our own, a database of keys that answers, a key for each company? `ok` or sentences."""
    if not settings.SECRET_KEY_IS_OWN:
        name = places.secret_key_file(settings.LERNA_VAR).name
        return f"No secret key: neither LERNA_SECRET_KEY nor {name} is there."
    try:
        return " ".join(find_key_faults()) or _OK
    except DatabaseError:
        return "The database of keys doesn't answer."


def check_mailboxes() -> str:
    """Could each company's mailbox be read at the last round? `ok` or sentences."""
    try:
        return " ".join(find_faults()) or _OK
    except DatabaseError:
        return "What is known of the mailboxes can't be read."


def show_metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus's figures, for this network or for who has the token; for anybody else the address doesn't exist."""
    if not _may_see_metrics(request):
        return HttpResponse("Not found\n", status=HTTPStatus.NOT_FOUND, content_type="text/plain")
    try:
        return HttpResponse(metrics.write_metrics(), content_type=metrics.CONTENT_TYPE)
    except DatabaseError:
        return HttpResponse(
            "The database doesn't answer.\n", status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain"
        )


def _may_see_metrics(request: HttpRequest) -> bool:
    """With a token set, only the token opens. Without one, a private address, unless a proxy passed the request on.

    A proxy need not say that it is one, and its own address is private; so where one may stand, only the token opens.
    """
    if token := settings.LERNA_METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    if settings.IN_PRODUCTION or settings.LERNA_BEHIND_PROXY or not _PASSED_ON.isdisjoint(request.headers):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback or address.is_private


ADDRESSES: dict[str, GetResponse] = {"/healthz": healthz, "/readyz": readyz, "/metrics": show_metrics}
