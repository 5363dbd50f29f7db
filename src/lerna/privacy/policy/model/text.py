"""The model policy: one text in three languages that say the same, filled with a company's facts.

No company is named in the text itself, so that it can never name the wrong one (clauses 1.1, 5.1, 11.6).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.companies.facts import CompanyFacts
from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.localized import Localized
from lerna.privacy.policy.document import LANGUAGES, Document, Item, Language, Paragraph, Text
from lerna.privacy.policy.model.facts import PLACEHOLDERS, placeholder_values
from lerna.privacy.policy.model.markdown import PLACEHOLDER, ModelText, Place, read_model_file
from lerna.privacy.policy.model.terms import TERM_PLACEHOLDERS, fact_of, term_values
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, Terms

WORDS = "words.toml"


@dataclass(frozen=True, slots=True)
class Model:
    """The model text in every language, found to agree place by place; `not_used` stands for a purpose switched off."""

    texts: Mapping[Language, ModelText]
    not_used: Localized

    def render(self, company: CompanyFacts, terms: Terms, language: Language) -> Text:
        """The policy of this company in this language: the same model, facts and terms give the same words.

        An item about a purpose that these terms lack keeps its letter and says so. Raises DataFileError where the text
        doesn't state the term of a purpose that they have, or asks for one that has none.
        """
        model, values = self.texts[language], term_values(terms, language)
        _check_terms(model, terms, values)
        filler = _Filler({**placeholder_values(company, language), **values}, self.not_used.in_language(language))
        return replace(
            model.text,
            title=filler.fill(model.text.title),
            sections=tuple(
                replace(
                    section,
                    title=filler.fill(section.title),
                    clauses=tuple(replace(clause, body=filler.fill_body(clause.body)) for clause in section.clauses),
                )
                for section in model.text.sections
            ),
        )

    def render_document(self, company: CompanyFacts, terms: Terms) -> Document:
        """The policy of this company in every language, Russian first, whose letters give the items their keys."""
        return Document(tuple(self.render(company, terms, language) for language in LANGUAGES))


def render(company: CompanyFacts, language: Language) -> Text:
    """The installation's model text and terms (setting LERNA_POLICIES) as this company's policy.

    Raises DataFileError for whatever is wrong in the files, as `load_model` and `terms_for` do.
    """
    return load_model(_model_folder()).render(company, terms_for(company), language)


def render_document(company: CompanyFacts) -> Document:
    """As `render`, in every language."""
    return load_model(_model_folder()).render_document(company, terms_for(company))


def load_model(folder: Path) -> Model:
    """The model text in `folder`, from `ru.md`, `kk.md`, `en.md` and `words.toml`.

    Raises DataFileError, with file and line, for what `read_model_file` refuses and wherever the languages disagree: a
    section, clause, paragraph or item that one of them lacks, a placeholder or a figure that only one of them has. A
    fact that no language mentions is refused too: a policy without it would not say whose it is. Files that haven't
    changed are read once.
    """
    names = (*(f"{language}.md" for language in LANGUAGES), WORDS)
    return _load(folder, tuple(_read_age(folder / name) for name in names))


@lru_cache(maxsize=8)
def _load(folder: Path, _ages: tuple[int, ...]) -> Model:
    known = PLACEHOLDERS | TERM_PLACEHOLDERS
    texts = {language: read_model_file(folder / f"{language}.md", language, known=known) for language in LANGUAGES}
    first, *others = texts.values()
    for other in others:
        _check_same_places(first, other)
        for anchor, place in other.places.items():
            _check_same_facts(first, first.places[anchor], other, place)
    _check_every_fact(first)
    words = Reader.load(folder / WORDS)
    model = Model(texts, words.localized("purpose_not_used"))
    words.done()
    return model


def _read_age(path: Path) -> int:
    """When it last changed, in nanoseconds; 0 where it isn't there, which its reader says better."""
    return path.stat().st_mtime_ns if path.is_file() else 0


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
    for kind, find in (("placeholder", _facts), ("figure", _figures)):
        expected, found = Counter(find(mine.text)), Counter(find(theirs.text))
        for name in (expected - found) or (found - expected):
            lack, have = (other, first) if expected[name] > found[name] else (first, other)
            line, elsewhere = (theirs.line, mine.line) if lack is other else (mine.line, theirs.line)
            raise DataFileError(
                lack.path, line, f"The {kind} “{name}” is missing here; {have.path.name} has it on line {elsewhere}."
            )


def _facts(text: str) -> list[str]:
    return [fact_of(name) for name in PLACEHOLDER.findall(text)]


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


def _check_terms(model: ModelText, terms: Terms, values: Mapping[str, str]) -> None:
    asked = {name for place in model.places.values() for name in PLACEHOLDER.findall(place.text)}
    for purpose in terms.purposes:
        if purpose.retention and not any(name.startswith(f"terms.{purpose.key}.") for name in asked):
            raise DataFileError(model.path, 1, f"The text nowhere states the term of the purpose “{purpose.key}”.")
    for anchor, place in model.places.items():
        for name in PLACEHOLDER.findall(place.text):
            if name in TERM_PLACEHOLDERS - values.keys():
                if terms.find_purpose(Purpose(name.split(".")[1])):
                    raise DataFileError(
                        model.path, place.line, f"The terms have nothing that “{name}” could stand for."
                    )
                if "-" not in anchor:
                    sentence = (
                        f"“{name}” is of a purpose that is switched off; only an item can say that it is not used."
                    )
                    raise DataFileError(model.path, place.line, sentence)


@dataclass(frozen=True, slots=True)
class _Filler:
    values: Mapping[str, str]
    not_used: str

    def fill(self, text: str) -> str:
        return PLACEHOLDER.sub(lambda found: self.values[found[1]], text)

    def fill_body(self, body: tuple[Paragraph | Item, ...]) -> tuple[Paragraph | Item, ...]:
        return tuple(self._fill_parts(body))

    def _fill_parts(self, body: tuple[Paragraph | Item, ...]) -> Iterator[Paragraph | Item]:
        for part in body:
            if isinstance(part, Paragraph):
                yield replace(part, text=self.fill(part.text))
            elif set(PLACEHOLDER.findall(part.text)) <= self.values.keys():
                yield replace(part, text=self.fill(part.text), body=self.fill_body(part.body))
            else:
                yield replace(part, text=self.not_used + part.text[-1], body=())  # its semicolon or period
