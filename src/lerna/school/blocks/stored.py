"""Values of this room as JSON and back, strictly: what a dataclass doesn't know is refused, and so is another type."""

import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from lerna.school.blocks.kinds import Block

Value = TypeVar("Value")


class StoredValueError(Exception):
    """`str()` says where in the value something is wrong, and never what stands there."""


def write_blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """As JSON, each with its `kind`; what is at its default is left out."""
    return [write_value(block) for block in blocks]


def read_blocks(stored: list[dict[str, Any]]) -> tuple[Block, ...]:
    """What `write_blocks` wrote; StoredValueError for anything else."""
    return read_value(tuple[Block, ...], stored)


def write_value(value: Any) -> Any:  # noqa: ANN401 -- any value of this room
    """As JSON."""
    if is_dataclass(value):
        kind = getattr(value, "KIND", None)
        written = {} if kind is None else {"kind": kind}
        for one in fields(value):
            held = getattr(value, one.name)
            if held != one.default and not (one.default is MISSING and held == {} and one.default_factory is dict):
                written[one.name] = write_value(held)
        return written
    if isinstance(value, tuple):
        return [write_value(one) for one in value]
    return dict(value) if isinstance(value, dict) else value


def read_value(wanted: type[Value], stored: object, place: str = "value") -> Value:
    """`stored` as the type `wanted`; StoredValueError where it is anything else."""
    return _read(wanted, stored, place)  # type: ignore[no-any-return]  # checked while it is read


def _read(wanted: Any, stored: Any, place: str) -> Any:  # noqa: ANN401 -- types and JSON
    origin = get_origin(wanted)
    if origin in {Union, types.UnionType}:
        return _read(_member(get_args(wanted), stored, place), stored, place)
    if origin is tuple and isinstance(stored, list):
        return tuple(_read(get_args(wanted)[0], one, f"{place}[{number}]") for number, one in enumerate(stored))
    if origin is dict and isinstance(stored, dict):
        of_key, of_value = get_args(wanted)
        return {_read(of_key, key, place): _read(of_value, one, f"{place}.{key}") for key, one in stored.items()}
    if is_dataclass(wanted) and isinstance(stored, dict):
        return _read_dataclass(wanted, stored, place)
    if wanted is float and type(stored) is int:
        return float(stored)
    if type(stored) is wanted or (origin is Literal and stored in get_args(wanted)):
        return stored
    raise StoredValueError(f"{place} isn't {getattr(wanted, '__name__', wanted)}.")


def _read_dataclass(wanted: Any, stored: dict[str, Any], place: str) -> Any:  # noqa: ANN401 -- as above
    hints = _hints(wanted)
    given = {key: one for key, one in stored.items() if key != "kind" or not hasattr(wanted, "KIND")}
    if unknown := given.keys() - hints.keys():
        raise StoredValueError(f"{place} has {', '.join(sorted(unknown))}, which {wanted.__name__} doesn't know.")
    try:
        return wanted(**{key: _read(hints[key], one, f"{place}.{key}") for key, one in given.items()})
    except TypeError as error:
        raise StoredValueError(f"{place} lacks something that {wanted.__name__} needs.") from error


def _member(members: tuple[Any, ...], stored: Any, place: str) -> Any:  # noqa: ANN401 -- as above
    """Which type of a union this is, by its `kind`."""
    kind = stored.get("kind") if isinstance(stored, dict) else None
    for member in members:
        if kind == member.KIND:
            return member
    raise StoredValueError(f"{place} is of no known kind.")


@cache
def _hints(wanted: type) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(wanted).items() if hint is not ClassVar}
