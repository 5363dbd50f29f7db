"""From drafts to the document: canonical numbers, keys of items by place, and a leaf for every string."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lerna.privacy.policy.document import Clause, Document, Item, Paragraph, Section, Text
from lerna.privacy.policy.importer.lines import Marker
from lerna.privacy.policy.importer.markers import plain_marker
from lerna.privacy.policy.importer.numbers import clause_numbers, section_numbers, unique
from lerna.privacy.policy.importer.outline import DraftClause, DraftSection, DraftText, Part
from lerna.privacy.policy.importer.recognized import Leaf, Role, Span, printed_number, words_at


@dataclass(slots=True)
class TreeBuilder:
    """Builds the document of one source; `keys` remembers the first language's items for the others."""

    source: str
    leaves: list[Leaf] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)
    language: str = ""

    def build(self, drafts: Sequence[DraftText]) -> Document:
        """The document of these languages, the first of which names the items."""
        return Document(tuple(self._text(draft) for draft in drafts))

    def _text(self, draft: DraftText) -> Text:
        self.language = draft.language
        title = self._leaf("", "title", draft.spans)
        numbers = section_numbers(draft.sections)
        is_sectioned = any(section.marker or section.title for section in draft.sections)
        taken = [
            clause_numbers(number, section.clauses, is_sectioned=is_sectioned)
            for number, section in zip(numbers, draft.sections, strict=True)
        ]
        flat = iter(unique(number for row in taken for number in row))
        sections = tuple(
            self._section(section, number, [next(flat) for _clause in section.clauses])
            for number, section in zip(numbers, draft.sections, strict=True)
        )
        return Text(draft.language, title, sections)

    def _section(self, draft: DraftSection, number: str, clauses: list[str]) -> Section:
        printed = self._number(number, draft.marker)
        title = self._leaf(number, "title", draft.spans)
        return Section(
            number,
            printed,
            title,
            tuple(self._clause(clause, name) for clause, name in zip(draft.clauses, clauses, strict=True)),
        )

    def _clause(self, draft: DraftClause, number: str) -> Clause:
        return Clause(number, self._number(number, draft.marker), self._body(draft.body, number))

    def _body(self, parts: Sequence[Part], anchor: str) -> tuple[Paragraph | Item, ...]:
        items = [part for part in parts if part.marker is not None]
        keys = iter(self._keys(anchor, items))
        body: list[Paragraph | Item] = []
        for part in parts:
            if part.marker is None:
                body.append(Paragraph(self._leaf(anchor, "text", part.spans)))
                continue
            key = next(keys)
            place = f"{anchor}-{key}"
            printed = self._leaf(place, "marker", (part.marker.span,))
            text = self._leaf(place, "text", part.spans)
            body.append(Item(key, printed, text, self._body(part.body, place)))
        return tuple(body)

    def _keys(self, anchor: str, items: Sequence[Part]) -> list[str]:
        """Keys of one list: the first language's by place; an item it doesn't have keeps its own marker."""
        own = [plain_marker(part.marker.value) if part.marker else "" for part in items]
        known = self.keys.get(anchor, [])
        names = [known[place] if place < len(known) else name or str(place + 1) for place, name in enumerate(own)]
        keys = unique(names)
        self.keys.setdefault(anchor, keys)
        return keys

    def _number(self, place: str, marker: Marker | None) -> str:
        return printed_number(self._leaf(place, "number", (marker.span,))) if marker else ""

    def _leaf(self, place: str, role: Role, spans: tuple[Span, ...]) -> str:
        text = words_at(self.source, spans)
        if spans:
            self.leaves.append(Leaf(f"{self.language}:{place}", role, spans, text))
        return text
