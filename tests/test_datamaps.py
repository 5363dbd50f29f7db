"""Every table of every room stands in its room's data map: declaring nothing personal is a declaration too."""

from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db.models import Model

SHORTEST_REASON = 20  # letters; less is no reason


def models_by_room() -> dict[str, list[type[Model]]]:
    rooms: dict[str, list[type[Model]]] = defaultdict(list)
    for config in apps.get_app_configs():
        if config.name.startswith("lerna."):
            for model in config.get_models(include_auto_created=True):
                rooms[config.name].append(model)
    return rooms


def test_there_are_rooms_to_check() -> None:
    assert {"lerna.companies", "lerna.privacy.subjects"} <= set(models_by_room())


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("room", sorted(models_by_room()))
def test_every_table_is_declared_once_and_nothing_else(room: str) -> None:
    assert find_spec(f"{room}.datamap"), f"{room} has tables and no datamap.py"
    datamap = import_module(f"{room}.datamap")
    nothing_personal: dict[str, str] = getattr(datamap, "NOTHING_PERSONAL", {})
    declared = [*nothing_personal, *(table.model.__name__ for table in getattr(datamap, "DATA_MAP", ()))]
    assert sorted(declared) == sorted(model.__name__ for model in models_by_room()[room])
    for name, reason in nothing_personal.items():
        assert len(reason) >= SHORTEST_REASON, f"{room}: {name} gives no reason"
