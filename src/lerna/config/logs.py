"""Structured log lines: one JSON object a line (readable text on a terminal), tied by the request's id.

No personal value gets in: of other people's loggers only the template of a message is kept, never what was put in;
of an exception its type and where it came from, never its words, for `KeyError: 'aigerim@example.kz'` is personal.
"""

import logging
import sys
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from django.http import HttpRequest

_SOURCE = Path(__file__).resolve().parents[2]
_DEEPEST = 12  # frames kept of a traceback, the innermost

Event = MutableMapping[str, Any]


def build_logging(*, level: str) -> None:
    """Sends structlog and the standard library's loggers through one formatter to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    for_person = sys.stderr.isatty()
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if for_person else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, keep_template],
        processors=[
            name_job,
            describe_exception,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level="WARNING", force=True)
    for name in ("lerna", "procrastinate"):
        logging.getLogger(name).setLevel(level)
    for chatterbox in ("procrastinate.blueprints", "procrastinate.periodic"):
        logging.getLogger(chatterbox).setLevel("WARNING")
    logging.getLogger("procrastinate.periodic").setLevel("WARNING")  # names each periodic job in every command's output
    # It repeats what our request line says, with the raw path; `log_failure` tells of exceptions.
    logging.getLogger("django.request").setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def log_failure(request: HttpRequest | None = None, **_signal: object) -> None:
    """Receives Django's signal of an exception that no view caught, the error pages' own included."""
    match = request.resolver_match if request else None
    structlog.get_logger("lerna.request").error("request failed", view=match.view_name if match else "-", exc_info=True)


def log_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Python's hook for what ends a process (`sys.excepthook`): one line, where a traceback would quote its values."""
    structlog.get_logger("lerna").critical("process failed", exc_info=(kind, error, trace))


def keep_template(_logger: object, _method: str, event: Event) -> Event:
    """Of a message by `logging`, the template alone: `Not Found: %s`, without the address."""
    record: logging.LogRecord = event["_record"]
    event["event"] = getattr(record, "action", None) or str(record.msg)
    event["exc_info"] = record.exc_info
    return event


def name_job(_logger: object, _method: str, event: Event) -> Event:
    """The number and task of the job that procrastinate speaks about, never its arguments."""
    job = getattr(event.get("_record"), "job", None)
    if isinstance(job, dict):
        event["job"], event["task"] = job.get("id"), job.get("task_name")
    return event


def describe_exception(_logger: object, _method: str, event: Event) -> Event:
    """Replaces the exception by its type, its causes' types and the frames it came through."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = _name_types(error)
        event["frames"] = _list_frames(error.__traceback__)
    return event


def _name_types(error: BaseException) -> list[str]:
    """The exception's type and those of its causes, outermost first."""
    names: list[str] = []
    current: BaseException | None = error
    while current is not None and len(names) < _DEEPEST:
        names.append(f"{type(current).__module__}.{type(current).__qualname__}".removeprefix("builtins."))
        current = current.__cause__ or current.__context__
    return names


def _list_frames(trace: TracebackType | None) -> list[str]:
    """`file:line function` of the innermost frames."""
    frames: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        place = path.relative_to(_SOURCE) if path.is_relative_to(_SOURCE) else Path(*path.parts[-3:])
        frames.append(f"{place}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-_DEEPEST:]
