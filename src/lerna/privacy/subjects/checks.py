"""System checks of the data maps: a column that nobody declared stops the software before it stores a value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.db.models import Field, Model

from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.purposes import Purpose, Terms
from lerna.privacy.subjects.access.searchable import SHORTEST
from lerna.privacy.subjects.declarations import Column, Keep, Table
from lerna.privacy.subjects.discovery import (
    SELF,
    RoomMap,
    common_terms,
    concrete_fields,
    db_table,
    frame_of,
    read_maps,
)
from lerna.privacy.subjects.fields import BlindIndexField, BlindTokensField, EncryptedTextField
from lerna.privacy.subjects.personal import PersonalManager, PersonalModel

SHORTEST_REASON = 20  # letters; less is no reason
_BIOMETRIC = re.compile(
    r"biometr|genetic|genom|(^|_)dna|fingerprint|retina|(^|_)iris|voiceprint|face_?(id|print|vector)", re.IGNORECASE
)
_SEALED = (EncryptedTextField, BlindIndexField, BlindTokensField)
_DAYS = (models.DateField, models.DateTimeField)
_FREE_TEXT = (models.TextField, models.JSONField, models.FileField)


@register("privacy")
def check_data_maps(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """Every table and column of every room (privacy.E001 to E013)."""
    try:
        terms = common_terms()
    except DataFileError:
        return []  # policy.E001 says it
    return [error for room in read_maps() for error in check_room(room, terms)]


def check_room(room: RoomMap, terms: Terms) -> Iterator[CheckMessage]:
    """What is wrong with one app's data map."""
    declared = {table.model for table in room.tables}
    yield from _check_walls(room)
    for model in room.app.get_models(include_auto_created=True):
        yield from _check_biometric(model)
        if model in declared:
            continue
        reason = room.nothing_personal.get(model.__name__)
        if reason is None:
            yield _error(1, model, f"{model.__name__} stands in no data map: write it into {room.app.name}/datamap.py.")
        elif len(reason) < SHORTEST_REASON:
            yield _error(10, model, f"{model.__name__} is said to hold nothing personal, and no reason is given.")
    for table in room.tables:
        yield from check_table(table, terms)


def _check_walls(room: RoomMap) -> Iterator[CheckMessage]:
    """Rows that know people by number are kept apart by company like those that know them by name."""
    columns = {
        model: {field.column for field in concrete_fields(model)}
        for model in room.app.get_models(include_auto_created=True)
        if model.__name__ in room.nothing_personal
    }
    fit = {model.__name__ for model, own in columns.items() if "company_id" in own}
    for name in sorted(set(room.walls) - fit):
        yield _error(13, room.app, f"{name} in COMPANY_WALLS is no table of a company that holds nothing personal.")
    for model, own in columns.items():
        if {"company_id", "subject"} <= own and model.__name__ not in room.walls:
            text = f"{model.__name__} knows people by number, and other companies see it: name it in COMPANY_WALLS."
            yield _error(13, model, text)


def check_table(table: Table, terms: Terms) -> Iterator[CheckMessage]:
    """What is wrong with one table's declaration."""
    yield from _check_security(table)
    fields = {field.name: field for field in concrete_fields(table.model)}
    for name in sorted(set(fields) - set(table.columns) - set(frame_of(table.model))):
        yield _error(
            2, table.model, f"{_label(table, name)} is declared nowhere: category, purposes and end, or delete it."
        )
    for name, column in table.columns.items():
        if name not in fields or name in frame_of(table.model):
            yield _error(3, table.model, f"{_label(table, name)} is declared, and there is no such column to declare.")
            continue
        yield from _check_purposes(table, name, column, terms)
        yield from _check_sealing(table, fields[name], column)
        yield from _check_reasons(table, name, column)
        if name in table.counted:
            yield from _check_counting(table, fields[name], column, terms)
    counted_on = fields.get(table.counted_on)
    if bool(table.counted) != bool(table.counted_on) or (table.counted_on and not isinstance(counted_on, _DAYS)):
        text = f"{db_table(table.model)}: what is counted is counted by the month of a day: name it in “counted_on”."
        yield _error(11, table.model, text)
    yield from _check_research(table, fields, terms)


def _check_counting(table: Table, field: "Field[Any, Any]", column: Column, terms: Terms) -> Iterator[CheckMessage]:
    """Only words of closed lists: anything finer could lead back to somebody."""
    is_word = isinstance(field, models.SlugField) or bool(field.choices)
    if not is_word and not (isinstance(field, models.CharField) and (field.max_length or SHORTEST) < SHORTEST):
        text = f"{_label(table, field.name)} can't be depersonalized: only a word of a closed list is coarse enough."
        yield _error(11, table.model, text)
    if not terms.allows(Purpose.ADVERTISING_STATISTICS, column.category):
        text = f"{_label(table, field.name)}: the terms don't let “{column.category}” be counted (clause 7.1-в)."
        yield _error(11, table.model, text)


def _check_purposes(table: Table, name: str, column: Column, terms: Terms) -> Iterator[CheckMessage]:
    for purpose in dict.fromkeys((*column.purposes, *column.writers)):
        own = terms.find_purpose(purpose)
        if own is not None and own.depersonalized_only:
            text = f"{_label(table, name)} is for “{purpose}”, which works on depersonalized data alone ({own.clause})."
            yield _error(5, table.model, text)
        elif own is None or column.category not in own.categories:
            clause = f" (clause {own.clause})" if own else ""
            text = f"{_label(table, name)}: the terms don't give “{column.category}” for “{purpose}”{clause}."
            yield _error(4, table.model, text)
    for purpose in column.writers:
        if purpose not in column.purposes:
            yield _error(4, table.model, f"{_label(table, name)} may be written for “{purpose}” and not read for it.")


def _check_sealing(table: Table, field: "Field[Any, Any]", column: Column) -> Iterator[CheckMessage]:
    is_sealed = isinstance(field, _SEALED)
    if not is_sealed and len(column.plain) < SHORTEST_REASON:
        text = f"{_label(table, field.name)} stands readable in the database: seal it, or say in “plain” why it may."
        yield _error(6, table.model, text)
    is_free = isinstance(field, _FREE_TEXT) or (isinstance(field, EncryptedTextField) and field.max_length is None)
    if is_free and len(column.free_text) < SHORTEST_REASON:
        text = (
            f"{_label(table, field.name)} is free text: decide in “free_text” what becomes of what else stands there."
        )
        yield _error(7, table.model, text)


def _check_reasons(table: Table, name: str, column: Column) -> Iterator[CheckMessage]:
    if len(column.why) < SHORTEST_REASON:
        yield _error(10, table.model, f"{_label(table, name)} gives no reason why it is kept.")
    if isinstance(column.erasure, Keep) and (not column.erasure.law or column.erasure.purpose not in column.purposes):
        yield _error(
            10, table.model, f"{_label(table, name)} outlives erasure: name the law, and its purpose among its own."
        )


def _check_research(table: Table, fields: Mapping[str, "Field[Any, Any]"], terms: Terms) -> Iterator[CheckMessage]:
    """What is counted for research stands open, and is of a category that the policy gives for it."""
    own = terms.find_purpose(Purpose.AUDIENCE_RESEARCH)
    for name in table.research:
        column, field = table.columns.get(name), fields.get(name)
        is_framed = name in frame_of(table.model) and field is not None and not field.is_relation
        if not is_framed and (column is None or own is None or column.category not in own.categories):
            text = f"{_label(table, name)}: the terms don't give it for “{Purpose.AUDIENCE_RESEARCH}”."
            yield _error(12, table.model, text)
        elif isinstance(field, _SEALED) or (field is not None and (field.unique or field.primary_key)):
            yield _error(12, table.model, f"{_label(table, name)} is sealed, or tells each person apart.")


def _check_biometric(model: type[Model]) -> Iterator[CheckMessage]:
    for name in (model.__name__, *(field.name for field in concrete_fields(model))):
        if _BIOMETRIC.search(name):
            yield _error(
                8, model, f"{model.__name__}: “{name}”: biometric and genetic data are never stored (clause 5.2)."
            )


def _check_security(table: Table) -> Iterator[CheckMessage]:
    """Without the frame no row security, without the manager no reasons for a refusal."""
    if table.subject != SELF and not issubclass(table.model, PersonalModel):
        yield _error(
            9, table.model, f"{table.model.__name__} must inherit PersonalModel, or nothing protects its rows."
        )
        return
    for manager in (table.model._base_manager, *table.model._meta.managers):  # noqa: SLF001 -- Django's documented names
        if not isinstance(manager, PersonalManager):
            yield _error(9, table.model, f"{table.model.__name__}.{manager.name} isn't a PersonalManager.")


def _label(table: Table, name: str) -> str:
    return f"{db_table(table.model)}.{name}"


def _error(number: int, model: type[Model] | AppConfig, text: str) -> Error:
    return Error(text, obj=model, id=f"privacy.E{number:03}")
