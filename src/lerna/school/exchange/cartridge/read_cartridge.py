"""A whole Common Cartridge.

A lesson is an item of the organization that leads to something; what holds items is a section. What stands in no
order, but is there to be studied, follows in a section of its own.
"""

from pathlib import Path
from typing import get_args

from django.utils import translation
from django.utils.translation import gettext as _

from lerna.kit.localized import LanguageCode
from lerna.school.blocks.course import CourseContent, LessonContent, SectionContent
from lerna.school.catalogue.models import TITLE_LENGTH
from lerna.school.exchange.cartridge.manifest import Item, Manifest, Resource
from lerna.school.exchange.cartridge.resources import Cartridge, Place, read_resource
from lerna.school.exchange.foreign.keys import Keys, make_key
from lerna.school.exchange.foreign.packages import PackageError
from lerna.school.exchange.ledger import Entry, Ledger, Outcome, judge
from lerna.school.exchange.reasons import Reason, note


class CartridgeReader:
    """Reads the cartridge unpacked at `root`."""

    def __init__(self, root: Path, manifest: Manifest) -> None:
        self._manifest = manifest
        self.ledger = Ledger()
        resources: dict[str, Resource] = {}
        for one in self._manifest.resources:
            resources.setdefault(one.key, one)
        self._cartridge = Cartridge(root, resources, self.ledger)
        self._sections, self._lessons = Keys(), Keys()
        self._read: set[int] = set()  # ids of resources that have their entry

    def read(self, key: str = "", language: LanguageCode | None = None) -> CourseContent:
        """The course; its key and language are the package's own where none are given."""
        spoken = language or self._find_language()
        title = (self._manifest.title or key or "Course")[:TITLE_LENGTH]
        sections = []
        for item in self._list_top():
            section = self._read_section(item)
            if section.lessons:
                sections.append(section)
        with translation.override(spoken):
            more = self._read_rest(_("More materials"))
        sections += [more] if more.lessons else []
        if not sections:
            raise PackageError(_("imsmanifest.xml describes no course."))
        self._note_left()
        return CourseContent(
            key=key or make_key(title, "course"), language=spoken, title=title, sections=tuple(sections)
        )

    def _find_language(self) -> LanguageCode:
        code = self._manifest.language.lower()
        return next((known for known in get_args(LanguageCode) if code.startswith(known)), "en")

    def _list_top(self) -> list[Item]:
        """The sections: what the root item holds; lessons beside sections are gathered in one of their own."""
        items = [child for item in self._manifest.items for child in (item.items or (item,))]
        alone = tuple(item for item in items if not item.items)
        first = [Item(key="start", title=self._manifest.title, resource="", items=alone)] if alone else []
        return [*first, *(item for item in items if item.items)]

    def _read_section(self, item: Item) -> SectionContent:
        key = self._sections.give(item.key, "section")
        title = (item.title or self._manifest.title or key)[:TITLE_LENGTH]
        return SectionContent(key=key, title=title, lessons=tuple(self._read_items(item.items, "")))

    def _read_items(self, items: tuple[Item, ...], before: str) -> list[LessonContent]:
        """The lessons in their order; the names of folders in a section stand before those of their lessons."""
        lessons = []
        for item in items:
            if lesson := self._read_item(item, before):
                lessons.append(lesson)
            lessons += self._read_items(item.items, ": ".join(filter(None, (before, item.title))))
        return lessons

    def _read_item(self, item: Item, before: str) -> LessonContent | None:
        title = ": ".join(filter(None, (before, item.title)))
        if not item.resource:
            reasons = (note(Reason.NAME_JOINED),) if item.items else (note(Reason.NOTHING_LEFT),)
            outcome = Outcome.CONVERTED if item.items else Outcome.DROPPED
            self.ledger.note(Entry(source=item.key, kind="item", title=item.title, outcome=outcome, reasons=reasons))
            return None
        resource = self._cartridge.resources.get(item.resource)
        if resource is None:
            missing = (note(Reason.MISSING_FILE, item.resource),)
            self.ledger.note(
                Entry(source=item.key, kind="item", title=item.title, outcome=Outcome.DROPPED, reasons=missing)
            )
            return None
        return self._read_lesson(resource, title, item.key)

    def _read_lesson(self, resource: Resource, title: str, name: str) -> LessonContent | None:
        key = self._lessons.give(name, "lesson")
        at = len(self.ledger.entries)
        blocks, reasons = read_resource(resource, Place(key, title, Keys()), self._cartridge)
        if id(resource) not in self._read:
            self._read.add(id(resource))
            outcome = Outcome.KEPT if blocks and not reasons else judge(reasons)
            if not blocks and outcome is not Outcome.UNSAFE:
                outcome = Outcome.DROPPED
            entry = Entry(
                source=resource.href or resource.key,
                kind=resource.kind,
                title=title,
                outcome=outcome,
                reasons=tuple(reasons),
                lesson=key if blocks else "",
                block=blocks[0].key if blocks else "",
            )
            self.ledger.entries.insert(at, entry)
        return LessonContent(key=key, title=(title or key)[:TITLE_LENGTH], blocks=blocks) if blocks else None

    def _read_rest(self, title: str) -> SectionContent:
        """Pages, quizzes and works that stand in no order."""
        lessons = []
        variants = {one.variant_of for one in self._manifest.resources}
        for resource in self._manifest.resources:
            is_copy = resource.key in variants or resource.variant_of or resource.href in self._cartridge.copies
            if id(resource) in self._read or is_copy or not self._cartridge.is_page(resource):
                continue
            name = resource.href.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ").capitalize()
            if lesson := self._read_lesson(resource, name, resource.key):
                own = next((word for block in lesson.blocks if (word := getattr(block, "title", ""))), name)
                lessons.append(LessonContent(key=lesson.key, title=own[:TITLE_LENGTH], blocks=lesson.blocks))
        return SectionContent(key=self._sections.give("more", "more"), title=title, lessons=tuple(lessons))

    def _note_left(self) -> None:
        """An entry for each resource that made no lesson."""
        variants = {one.variant_of for one in self._manifest.resources}
        for resource in self._manifest.resources:
            if id(resource) in self._read:
                continue
            reason = self._find_reason(resource, variants)
            outcome, reasons = (Outcome.DROPPED, (reason,)) if reason else (Outcome.KEPT, ())
            self.ledger.note(
                Entry(source=resource.href or resource.key, kind=resource.kind, outcome=outcome, reasons=reasons)
            )

    def _find_reason(self, resource: Resource, variants: set[str]) -> str:
        """Why a resource made no lesson; nothing where a lesson shows it."""
        if resource.href in self._cartridge.used:
            return ""
        if resource.key in variants or resource.variant_of or set(resource.files) & self._cartridge.copies:
            return note(Reason.COPY)
        if resource.kind == "webcontent":
            is_there = (self._cartridge.root / resource.href).is_file()
            return note(Reason.UNUSED) if is_there else note(Reason.MISSING_FILE, resource.href)
        return note(Reason.OUTSIDE_TOOL if resource.kind == "imsbasiclti" else Reason.NOT_TAKEN)
