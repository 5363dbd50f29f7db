"""Roles of staff and the purposes each may work for, as `policies/roles.toml` states them (clause 8.3)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.privacy.incidents.telling import Occasion as IncidentOccasion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.telling.staff import Occasion as RequestOccasion

FILE_NAME = "roles.toml"
OCCASIONS: tuple[str, ...] = (*RequestOccasion, *IncidentOccasion)


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody works as. Learners have none. Of `hears_of` a letter tells whoever has the role; whoever
    `makes_courses` changes what is taught, which is nobody's data and so has no purpose.
    """

    key: str
    title: Localized
    purposes: tuple[Purpose, ...]
    hears_of: tuple[str, ...] = ()
    makes_courses: bool = False


def load_roles() -> dict[str, Role]:
    """The roles by key; DataFileError where the file is wrong. Read again only after it has changed."""
    path = Path(settings.LERNA_POLICIES) / FILE_NAME
    status = path.stat() if path.is_file() else None
    return _load(path, (status.st_mtime_ns, status.st_size) if status else (0, 0))


def read_roles(path: Path) -> dict[str, Role]:
    """The roles that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    roles: dict[str, Role] = {}
    for table in reader.tables("role"):
        purposes = tuple(Purpose(word) for word in table.optional_choices("purposes", tuple(Purpose)))
        hears_of = table.optional_choices("hears_of", OCCASIONS)
        makes_courses = table.optional_boolean("makes_courses")
        role = Role(table.text("key"), table.localized("title"), purposes, hears_of, makes_courses)
        if role.key in roles:
            table.fail(f'The role "{role.key}" stands here twice.', "key")
        if len(set(purposes)) < len(purposes):
            table.fail("A purpose stands here twice.", "purposes")
        roles[role.key] = role
    reader.done()
    return roles


def may_work_for(role: str, purpose: Purpose) -> bool:
    """Whether this role works for this purpose; one that the file no longer has works for none. No query."""
    found = load_roles().get(role)
    return found is not None and purpose in found.purposes


def may_make_courses(role: str) -> bool:
    """Whether this role changes what is taught. No query."""
    found = load_roles().get(role)
    return found is not None and found.makes_courses


@lru_cache(maxsize=8)
def _load(path: Path, _stamp: tuple[int, int]) -> dict[str, Role]:
    return read_roles(path)
