"""Why one may look at a person, as `policies/looks.toml` states it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.accounts.roles import may_work_for
from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.privacy.policy.purposes import Purpose

FILE_NAME = "looks.toml"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, and under which purpose the person is then seen."""

    key: str
    purpose: Purpose
    title: Localized


@dataclass(frozen=True, slots=True)
class LookRules:
    """The whole file; `lasts` is how long a stated reason counts."""

    lasts: timedelta
    reasons: Mapping[str, Reason]


def load_looks() -> LookRules:
    """The rules of this installation; DataFileError where the file is wrong. Read again only after it has changed."""
    path = Path(settings.LERNA_POLICIES) / FILE_NAME
    status = path.stat() if path.is_file() else None
    return _load(path, (status.st_mtime_ns, status.st_size) if status else (0, 0))


def list_reasons(role: str) -> tuple[Reason, ...]:
    """The reasons of the purposes that this role works for, in the order of the file. No query."""
    return tuple(reason for reason in load_looks().reasons.values() if may_work_for(role, reason.purpose))


def read_looks(path: Path) -> LookRules:
    """The rules that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    minutes = reader.table("opened").integer("minutes", minimum=1, maximum=480)
    reasons: dict[str, Reason] = {}
    for row in reader.tables("reason"):
        reason = Reason(row.text("key"), row.choice("purpose", Purpose), row.localized("title"))
        if reason.key in reasons:
            row.fail(f'The reason "{reason.key}" stands here twice.', "key")
        reasons[reason.key] = reason
    reader.done()
    return LookRules(timedelta(minutes=minutes), reasons)


@lru_cache(maxsize=8)
def _load(path: Path, _stamp: tuple[int, int]) -> LookRules:
    return read_looks(path)
