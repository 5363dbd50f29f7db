"""One act on personal data, and its one true spelling: the bytes that are stored, hashed and proven."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lerna.privacy.evidence.vocabulary import DETAILS, Actor, Kind, Operation

Identifier = int | UUID | str
Value = int | bool | str | date | UUID | tuple[str, ...]

LARGEST_NUMBER = 999_999_999  # nine digits; a phone number has eleven, an IIN twelve
LONGEST_BODY = 2000  # characters; the table allows its head besides

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: each append pays for it
_CLAUSE = re.compile(r"\d{1,2}\.\d{1,2}(-[а-я])?")
_KEY = re.compile(r"[a-z](?!.*\d{7})[a-z0-9_-]{0,39}")
_WORD = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONG_DIGITS = re.compile(r"\d{7,}")


class PersonalValueError(ValueError):
    """What was to be recorded might name a person, or isn't of the vocabulary; the message never repeats the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What was done: `clause` of the policy as "6.5" or "7.1-а"; everything else only where it is known.

    `subject` and `actor_id` are pseudonymous; `target` is the kind and id of the row it was done to.
    """

    operation: Operation
    clause: str
    actor: Actor
    purpose: str | None = None
    subject: UUID | None = None
    actor_id: Identifier | None = None
    policy_version: int | None = None
    site: str | None = None
    target: tuple[str, Identifier] | None = None
    details: Mapping[str, Value] = field(default_factory=dict)


def write_body(act: Act) -> str:
    """The act as JSON: keys in this order, what is unknown left out, no white space, details by name.

    PersonalValueError for whatever could be a name, an address, a phone number or an IIN.
    """
    _match("clause", act.clause, _CLAUSE)
    body: dict[str, object] = {"operation": Operation(act.operation).value, "clause": act.clause}
    if act.purpose is not None:
        body["purpose"] = _match("purpose", act.purpose, _KEY)
    if act.subject is not None:
        body["subject"] = str(_check_uuid(act.subject))
    body["actor"] = Actor(act.actor).value
    if act.actor_id is not None:
        body["actor_id"] = _check_id("actor_id", act.actor_id)
    if act.policy_version is not None:
        body["policy_version"] = _check_number("policy_version", act.policy_version)
    if act.site is not None:
        body["site"] = _match("site", act.site, _KEY)
    if act.target is not None:
        body["target"] = _match("target", act.target[0], _KEY)
        body["target_id"] = _check_id("target_id", act.target[1])
    if act.details:
        body["details"] = {key: _check_detail(key, act.details[key]) for key in sorted(act.details)}
    written = _encode(body)
    if len(written) > LONGEST_BODY:
        raise PersonalValueError(f"An entry has at most {LONGEST_BODY} characters; this one has {len(written)}.")
    return written


def _check_detail(key: str, value: Value) -> object:
    kind = DETAILS.get(key)
    if kind is None:
        raise PersonalValueError(f'"{key}" is no detail of evidence; add it to the vocabulary with its kind.')
    return _CHECKS[kind](key, value)


def _check_flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise PersonalValueError(f'"{key}" must be true or false.')
    return value


def _check_date(key: str, value: object) -> str:
    if type(value) is not date:
        raise PersonalValueError(f'"{key}" must be a date.')
    return value.isoformat()


def _check_hash(key: str, value: object) -> str:
    return _match(key, value, _HASH)


def _check_words(key: str, value: object) -> list[str]:
    if not isinstance(value, tuple) or not value:
        raise PersonalValueError(f'"{key}" must be a tuple of words.')
    return [_check_word(key, word) for word in value]


def _check_word(key: str, value: object) -> str:
    word = _match(key, value, _WORD)
    if _LONG_DIGITS.search(word):
        raise PersonalValueError(f'"{key}" holds a long run of digits, which could be a number of a person.')
    return word


def _check_number(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_NUMBER:
        raise PersonalValueError(f'"{key}" must be a whole number from 0 to {LARGEST_NUMBER}.')
    return value


def _check_uuid(value: object) -> UUID:
    if not isinstance(value, UUID):
        raise PersonalValueError("A subject is a UUID.")
    return value


def _check_id(key: str, value: object) -> str:
    """Identifiers are texts in JSON: readers in other languages lose digits of large numbers."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return value if _HASH.fullmatch(value) else _check_word(key, value)
    return str(_check_number(key, value))


def _match(key: str, value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise PersonalValueError(f'"{key}" isn\'t of the shape that evidence allows ({pattern.pattern}).')
    return value


_CHECKS: Mapping[Kind, Callable[[str, object], object]] = {
    Kind.COUNT: _check_number,
    Kind.FLAG: _check_flag,
    Kind.WORD: _check_word,
    Kind.WORDS: _check_words,
    Kind.ID: _check_id,
    Kind.HASH: _check_hash,
    Kind.DATE: _check_date,
}
