"""Log lines tie together what belongs together, and hold no personal value."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from lerna.config import logs

SECRET = "aigerim@example.kz"


def crash(_request: HttpRequest) -> HttpResponse:
    raise ValueError(f"no such person: {SECRET}")


def answer(request: HttpRequest) -> HttpResponse:
    logging.getLogger("somebody.elses").warning("cannot mail %s", SECRET)
    structlog.get_logger("lerna.test").info("answered", length=len(request.body))
    return HttpResponse("ok")


def no_page(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return HttpResponse("no such page", status=404)


def broken_page(_request: HttpRequest, exception: Exception) -> HttpResponse:
    raise KeyError(str(exception))


handler404 = no_page
urlpatterns = [path(f"crash/{SECRET}/", crash, name="crash"), path(f"answer/{SECRET}/", answer, name="answer")]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that reaches the log's stream, as a process without a terminal writes it."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.build_logging(level="INFO")
    stream = io.StringIO()
    root.handlers[0].setStream(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def visitor(settings: LazySettings) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["lerna.config.middleware.RequestMiddleware"]
    return Client(raise_request_exception=False)


def test_a_request_leaves_its_view_and_no_personal_value(visitor: Client, log: io.StringIO) -> None:
    response = visitor.post(f"/answer/{SECRET}/?mail={SECRET}", {"mail": SECRET}, headers={"X-Request-ID": "abc-12345"})
    assert response["X-Request-ID"] == "abc-12345"
    assert SECRET not in log.getvalue()
    theirs, ours, request = lines(log)
    assert theirs["event"] == "cannot mail %s"
    assert (request["event"], request["method"], request["view"], request["status"]) == (
        "request",
        "POST",
        "answer",
        200,
    )
    assert {line["request_id"] for line in (theirs, ours, request)} == {"abc-12345"}


def test_a_crash_says_where_and_not_whose(visitor: Client, log: io.StringIO) -> None:
    assert visitor.post(f"/crash/{SECRET}/", {"mail": SECRET}).status_code == 500
    assert SECRET not in log.getvalue()
    failure, request = lines(log)
    assert failure["exception"] == ["ValueError"]
    assert failure["view"] == "crash"
    assert str(failure["frames"][-1]).endswith("crash")
    assert "test_logs.py:" in str(failure["frames"][-1])
    assert request["status"] == 500
    assert failure["request_id"] == request["request_id"]


def test_an_address_that_is_not_there_is_one_line(visitor: Client, log: io.StringIO) -> None:
    visitor.get(f"/{SECRET}/")
    (request,) = lines(log)
    assert (request["status"], request["view"]) == (404, "-")


def test_an_error_page_that_crashes_is_told_too(
    visitor: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "handler404", broken_page)
    assert visitor.get(f"/{SECRET}/").status_code == 500
    failure, request = lines(log)
    assert (failure["event"], request["status"]) == ("request failed", 500)
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize("given", ["", "x", "a b c d e f g", "<script>alert(1)", "a" * 65])
def test_a_strange_request_id_is_replaced(visitor: Client, given: str) -> None:
    answered = visitor.get("/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert answered != given
    assert len(answered) == 32


def test_causes_are_named_by_type(log: io.StringIO) -> None:
    error = RuntimeError(SECRET)
    error.__cause__ = KeyError(SECRET)
    structlog.get_logger("lerna.test").error("failed", exc_info=error)
    (line,) = lines(log)
    assert line["exception"] == ["RuntimeError", "KeyError"]
    assert SECRET not in log.getvalue()


def test_what_ends_a_process_is_one_line_without_its_words(log: io.StringIO) -> None:
    error = ConnectionError(f"{SECRET} is not let in")
    logs.log_crash(type(error), error, None)
    (line,) = log.getvalue().splitlines()
    assert SECRET not in line
    assert json.loads(line)["exception"] == ["ConnectionError"]


def test_a_job_is_named_by_its_number(log: io.StringIO) -> None:
    job = {"id": 7, "task_name": "lerna.x", "task_kwargs": {"mail": SECRET}}
    logging.getLogger("procrastinate.worker").info(
        "Starting job x(aigerim@example.kz)", extra={"action": "start_job", "job": job}
    )
    (line,) = lines(log)
    assert (line["event"], line["job"], line["task"]) == ("start_job", 7, "lerna.x")
    assert SECRET not in log.getvalue()
