"""The model policy: one text in three languages that say the same, filled with a company's facts.

No company is named in the text itself, so that it can never name the wrong one (clauses 1.1, 5.1, 11.6).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from lerna.companies.facts import CompanyFacts
from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.document import LANGUAGES, Document, Item, Language, Paragraph, Text
from lerna.privacy.policy.model_facts import PLACEHOLDERS, placeholder_values
from lerna.privacy.policy.model_markdown import PLACEHOLDER, ModelText, Place, read_model_file


@dataclass(frozen=True, slots=True)
class Model:
    """The model text in every language, found to agree place by place."""

    texts: Mapping[Language, ModelText]

    def render(self, company: CompanyFacts, language: Language) -> Text:
        """The policy of this company in this language: the same model and facts give the same words."""
        values = placeholder_values(company, language)
        text = self.texts[language].text
        return replace(
            text,
            title=_fill(text.title, values),
            sections=tuple(
                replace(
                    section,
                    title=_fill(section.title, values),
                    clauses=tuple(replace(clause, body=_fill_body(clause.body, values)) for clause in section.clauses),
                )
                for section in text.sections
            ),
        )

    def render_document(self, company: CompanyFacts) -> Document:
        """The policy of this company in every language, Russian first, whose letters give the items their keys."""
        return Document(tuple(self.render(company, language) for language in LANGUAGES))


def render(company: CompanyFacts, language: Language) -> Text:
    """The installation's model text (setting LERNA_POLICIES) as this company's policy; errors as load_model's."""
    return load_model(_model_folder()).render(company, language)


def render_document(company: CompanyFacts) -> Document:
    """The installation's model text as this company's policy in every language; errors as load_model's."""
    return load_model(_model_folder()).render_document(company)


def load_model(folder: Path) -> Model:
    """The model text in `folder`, from `ru.md`, `kk.md` and `en.md`.

    Raises DataFileError, with file and line, for what `read_model_file` refuses and wherever the languages disagree: a
    section, clause, paragraph or item that one of them lacks, a placeholder or a figure that only one of them has. A
    fact that no language mentions is refused too: a policy without it would not say whose it is.
    """
    texts = {
        language: read_model_file(folder / f"{language}.md", language, known=PLACEHOLDERS) for language in LANGUAGES
    }
    first, *others = texts.values()
    for other in others:
        _check_same_places(first, other)
        for anchor, place in other.places.items():
            _check_same_facts(first, first.places[anchor], other, place)
    _check_every_fact(first)
    return Model(texts)


def _model_folder() -> Path:
    return Path(settings.LERNA_POLICIES) / "model"


def _check_same_places(first: ModelText, other: ModelText) -> None:
    for have, lack in ((first, other), (other, first)):
        line = 1
        for anchor, place in have.places.items():
            if anchor not in lack.places:
                elsewhere = f"in {have.path.name} it stands on line {place.line}"
                raise DataFileError(lack.path, line, f"{_describe(anchor)} is missing after this line; {elsewhere}.")
            line = lack.places[anchor].line


def _check_same_facts(first: ModelText, mine: Place, other: ModelText, theirs: Place) -> None:
    for kind, find in (("placeholder", PLACEHOLDER.findall), ("figure", _figures)):
        expected, found = Counter(find(mine.text)), Counter(find(theirs.text))
        for name in (expected - found) or (found - expected):
            lack, have = (other, first) if expected[name] > found[name] else (first, other)
            line, elsewhere = (theirs.line, mine.line) if lack is other else (mine.line, theirs.line)
            raise DataFileError(
                lack.path, line, f"The {kind} “{name}” is missing here; {have.path.name} has it on line {elsewhere}."
            )


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", PLACEHOLDER.sub("", text))


def _check_every_fact(text: ModelText) -> None:
    used = {name for place in text.places.values() for name in PLACEHOLDER.findall(place.text)}
    if missing := sorted(PLACEHOLDERS - used):
        raise DataFileError(text.path, 1, f"The text nowhere says “{missing[0]}”.")


def _describe(anchor: str) -> str:
    if anchor.isdigit():
        return f"Section {anchor}"
    place, _, paragraph = anchor.partition("/")
    number, *keys = place.split("-")
    described = f"Clause {number}" + "".join(f" ({key})" for key in keys)
    return f"{described}, paragraph {paragraph}," if paragraph else described


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def _fill_body(body: tuple[Paragraph | Item, ...], values: Mapping[str, str]) -> tuple[Paragraph | Item, ...]:
    return tuple(_fill_parts(body, values))


def _fill_parts(body: tuple[Paragraph | Item, ...], values: Mapping[str, str]) -> Iterator[Paragraph | Item]:
    for part in body:
        text = _fill(part.text, values)
        yield (
            replace(part, text=text, body=_fill_body(part.body, values))
            if isinstance(part, Item)
            else replace(part, text=text)
        )
