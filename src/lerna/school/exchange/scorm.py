"""SCORM 1.2 and 2004 packages (ADL): the package stays whole, and each SCO in it is one block that plays it."""

from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from lerna.kit.localized import LanguageCode
from lerna.school.blocks.course import CourseContent, LessonContent, SectionContent
from lerna.school.blocks.kinds import Package
from lerna.school.catalogue.models import TITLE_LENGTH
from lerna.school.exchange.cartridge.manifest import Item, Manifest, Resource
from lerna.school.exchange.foreign.keys import Keys, make_key
from lerna.school.exchange.foreign.packages import PackageError, find_file
from lerna.school.exchange.ledger import Entry, Ledger, Outcome
from lerna.school.exchange.reasons import Reason, note

Standard = Literal["scorm-1.2", "scorm-2004"]


PACKAGE = "package.zip"  # what the whole goes by in the content, until it is kept


def find_standard(manifest: Manifest) -> Standard | None:
    """Which SCORM a manifest is of, by its schema or its namespaces; None where it is of another thing."""
    named = f"{manifest.schema} {manifest.namespaces}".lower()
    if "scorm" not in named and "adlcp" not in named:
        return None
    return "scorm-1.2" if "1.2" in manifest.schema or "adlcp_rootv1p2" in named else "scorm-2004"


class ScormReader:
    """Reads the package unpacked at `root`, which is the folder `within` of its archive."""

    def __init__(self, root: Path, manifest: Manifest, standard: Standard, *, within: Path = Path()) -> None:
        self._root = root
        self._within = within
        self._standard = standard
        self._manifest = manifest
        self._resources = {one.key: one for one in self._manifest.resources}
        self._keys = Keys()
        self.ledger = Ledger()

    def read(self, key: str = "", language: LanguageCode | None = None) -> CourseContent:
        """A course with a lesson for each SCO; what only shows pages is played as part of the package."""
        top = self._manifest.items
        title = (self._manifest.title or next((item.title for item in top), "") or key or "SCORM")[:TITLE_LENGTH]
        lessons = tuple(lesson for item in top for lesson in self._read_item(item, title))
        if not lessons:
            raise PackageError(_("The package names no page to begin with."))
        for resource in self._manifest.resources:
            if not any(entry.source == resource.key for entry in self.ledger.entries):
                self._note(resource, "", Outcome.KEPT, (note(Reason.INSIDE),))
        section = SectionContent(key="start", title=title, lessons=lessons)
        return CourseContent(
            key=key or make_key(title, "course"), language=language or "en", title=title, sections=(section,)
        )

    def _read_item(self, item: Item, course: str) -> list[LessonContent]:
        found = []
        resource = self._resources.get(item.resource)
        if resource is not None and find_file(self._root, resource.href.split("?")[0]):
            key = self._keys.give(item.key, "lesson")
            title = (item.title or course)[:TITLE_LENGTH]
            launch = str(self._within / resource.href)
            block = Package(
                key="package", file=PACKAGE, title=title, standard=self._standard, launch=launch,
                pass_mark=item.pass_mark,
            )  # fmt: skip
            found.append(LessonContent(key=key, title=title, blocks=(block,)))
            self._note(resource, key, Outcome.KEPT)
        elif item.resource:
            missing = (note(Reason.MISSING_FILE, resource.href if resource else item.resource),)
            self.ledger.note(
                Entry(source=item.key, kind="item", title=item.title, outcome=Outcome.DROPPED, reasons=missing)
            )
        return found + [lesson for child in item.items for lesson in self._read_item(child, course)]

    def _note(self, resource: Resource, lesson: str, outcome: Outcome, reasons: tuple[str, ...] = ()) -> None:
        block = "package" if lesson else ""
        self.ledger.note(
            Entry(
                source=resource.key,
                kind="sco" if lesson else "asset",
                outcome=outcome,
                reasons=reasons,
                lesson=lesson,
                block=block,
            )
        )
