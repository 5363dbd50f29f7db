"""The floors hold where import-linter can't look: foreign keys named by strings, HTTP in rooms, a room's files."""

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db.models import Field, ForeignObject, ManyToManyField, Model

SOURCE = Path(__file__).resolve().parents[1] / "src" / "lerna"
FLOORS = (
    "kit",
    "companies",
    "privacy",
    "accounts",
    "school",
    "sales",
    "outreach",
    "doors",
    "config",
)  # from the ground
PRIVACY = (
    "evidence",
    "policy",
    "subjects",
    "consents",
    "letters",
    "lifecycle",
    "renewal",
    "recipients",
    "requests",
    "incidents",
    "records",
)
SCHOOL = ("blocks", "catalogue", "exchange", "learning", "feedback")
WINGS = {"privacy": PRIVACY, "school": SCHOOL}
SIDE_BY_SIDE = (
    {"exchange", "learning"},
    {"sales", "outreach"},
    {"requests", "incidents"},
    {"requests", "records"},
    {"incidents", "records"},
)
WEB = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.template", "lerna.doors")
ROOM_PATTERN = ("models.py", "operations.py", "queries.py", "datamap.py", "tests")


def list_rooms() -> list[AppConfig]:
    return [
        config for config in apps.get_app_configs() if config.name.startswith("lerna.") and list(config.get_models())
    ]


def stands_below(owner: str, target: str) -> bool:
    """May a table of the app `owner` point at one of the app `target`? A part of a room may point at its own room."""
    if owner == target or owner.startswith(f"{target}.") or not target.startswith("lerna."):
        return True
    ours, theirs = owner.split(".")[1:], target.split(".")[1:]
    if ours[0] != theirs[0]:
        return FLOORS.index(theirs[0]) < FLOORS.index(ours[0]) and {ours[0], theirs[0]} not in SIDE_BY_SIDE
    if wing := WINGS.get(ours[0]):
        return wing.index(theirs[1]) < wing.index(ours[1]) and {ours[1], theirs[1]} not in SIDE_BY_SIDE
    return False


def iter_references() -> Iterator[tuple[str, str, str]]:
    """(app, `Model.field`, app pointed at) of every relation, however it was written."""
    for config in list_rooms():
        for model in config.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if isinstance(field, (ForeignObject, ManyToManyField)) and isinstance(field, Field):
                    related = field.related_model
                    assert isinstance(related, type), f"{model.__name__}.{field.name} points at nothing"
                    assert issubclass(related, Model)
                    yield config.name, f"{model.__name__}.{field.name}", related._meta.app_config.name


def test_there_is_something_to_walk() -> None:
    assert {"lerna.companies", "lerna.privacy.policy"} <= {room.name for room in list_rooms()}
    assert any(target == "lerna.companies" for _, _, target in iter_references())


@pytest.mark.parametrize(("owner", "field", "target"), sorted(iter_references()))
def test_a_foreign_key_points_downwards(owner: str, field: str, target: str) -> None:
    assert stands_below(owner, target), f"{owner}: {field} points up at {target}"


@pytest.mark.parametrize(
    ("owner", "target", "allowed"),
    [
        ("lerna.privacy.policy", "lerna.companies", True),
        ("lerna.companies", "lerna.privacy.policy", False),
        ("lerna.sales.orders", "lerna.outreach.visits", False),
        ("lerna.privacy.requests", "lerna.privacy.incidents", False),
        ("lerna.privacy.consents", "lerna.privacy.policy", True),
        ("lerna.school.learning", "lerna.sales.orders", False),
        ("lerna.school.learning.quizzes", "lerna.school.catalogue", True),
        ("lerna.school.catalogue", "lerna.school.learning", False),
        ("lerna.school.exchange", "lerna.school.learning", False),
        ("lerna.accounts", "django.contrib.auth", True),
    ],
)
def test_the_walk_itself_tells_up_from_down(owner: str, target: str, *, allowed: bool) -> None:
    assert stands_below(owner, target) is allowed


@pytest.mark.parametrize("room", list_rooms(), ids=lambda room: room.name)
def test_a_room_has_the_rooms_pattern(room: AppConfig) -> None:
    """A module that outgrew its lines is a folder of the same name."""
    path = Path(room.path)
    missing = [name for name in ROOM_PATTERN if not (path / name).exists() and not (path / name[:-3]).is_dir()]
    assert not missing, f"{room.name} lacks {', '.join(missing)}"


@pytest.mark.parametrize("door", ["storefront", "look"])
def test_a_door_owns_no_tables(door: str) -> None:
    assert not list(apps.get_app_config(door).get_models())
    assert find_spec(f"lerna.doors.{door}.models") is None


def iter_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_a_room_knows_no_http() -> None:
    modules = [path for floor in FLOORS[:7] for path in (SOURCE / floor).rglob("*.py") if "tests" not in path.parts]
    assert modules
    guilty = {
        f"{path.relative_to(SOURCE)} imports {name}"
        for path in modules
        for name in iter_imports(path)
        if name.startswith(WEB) and "migrations" not in path.parts
    }
    assert not guilty


def test_the_launcher_knows_no_django() -> None:
    """So that it starts at once, and never holds a role's connection: Django lives in processes of its own."""
    guilty = {
        f"{path.name} imports {name}"
        for folder in ("launch", "postgres")
        for path in (SOURCE / "config" / folder).glob("*.py")
        for name in iter_imports(path)
        if name.startswith("django")
    }
    assert not guilty
