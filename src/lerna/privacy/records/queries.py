"""Every read of this room that decides something: a paper as it is now, as it was approved, and what lies between."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lerna.companies.facts import ResponsiblePerson
from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.kit.localized import LanguageCode, Localized
from lerna.privacy.policy.model.facts import enumerate_words, placeholder_values
from lerna.privacy.policy.queries import current_version
from lerna.privacy.records.building.agreed import list_consent_terms
from lerna.privacy.records.building.days import day_of
from lerna.privacy.records.building.necessary import list_necessary_data
from lerna.privacy.records.building.passed import list_transfers, list_transfers_abroad
from lerna.privacy.records.building.processing import list_processing
from lerna.privacy.records.building.published import list_publications
from lerna.privacy.records.document import Document, Fact, Kind, Row, fill, read_document, same, say
from lerna.privacy.records.models import Approval
from lerna.privacy.records.words import Words, load_words

_BUILDERS: Mapping[Kind, Callable[[Company, Words], Iterable[Row]]] = {
    Kind.PROCESSING: list_processing,
    Kind.NECESSARY_DATA: list_necessary_data,
    Kind.CONSENT_TERMS: list_consent_terms,
    Kind.TRANSFERS: list_transfers,
    Kind.TRANSFERS_ABROAD: list_transfers_abroad,
    Kind.PUBLICATIONS: list_publications,
}


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A line that says something else now; both have the cells in the order of the columns."""

    before: Row
    after: Row


@dataclass(frozen=True, slots=True)
class Changes:
    """What lies between two versions of a paper."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[ChangedRow, ...]
    head: tuple[Fact, ...]  # as it is now, where it was otherwise

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.head)


def build_document(company: Company, kind: Kind) -> Document:
    """The paper as it is at this moment. Four queries at most."""
    words = load_words()
    return Document(
        kind=kind,
        head=_build_head(company, words),
        columns=words.papers[kind].columns,
        rows=tuple(_BUILDERS[kind](company, words)),
    )


def list_latest_approvals(company: Company) -> Mapping[Kind, Approval]:
    """The latest approval of each paper, without its text. One query."""
    found = Approval.objects.filter(company=company).order_by("kind", "-number").distinct("kind").defer("document")
    return {Kind(approval.kind): approval for approval in found}


def list_approvals(company: Company, kind: Kind) -> tuple[Approval, ...]:
    """Every approval of the paper, the newest first, without its text. One query."""
    return tuple(Approval.objects.filter(company=company, kind=kind).order_by("-number").defer("document"))


def get_approval(company: Company, kind: Kind, number: int) -> Approval:
    """The approved copy of this number; Approval.DoesNotExist where there is none. One query."""
    return Approval.objects.get(company=company, kind=kind, number=number)


def find_latest_approval(company: Company, kind: Kind) -> Approval | None:
    """The latest approved copy; None where nobody has approved any. One query."""
    return Approval.objects.filter(company=company, kind=kind).order_by("-number").first()


def compare_documents(before: Document, after: Document) -> Changes:
    """Lines by their keys, whatever their order."""
    old, new = ({row.key: row for row in document.rows} for document in (before, after))
    heads = {fact.title: fact.value for fact in before.head}
    return Changes(
        added=tuple(row for key, row in new.items() if key not in old),
        removed=tuple(row for key, row in old.items() if key not in new),
        changed=tuple(ChangedRow(old[key], row) for key, row in new.items() if key in old and old[key] != row),
        head=tuple(fact for fact in after.head if heads.get(fact.title) != fact.value),
    )


def read_approved(approval: Approval) -> Document:
    """The paper as it was approved; no query where `document` is loaded."""
    return read_document(approval.document)


def _build_head(company: Company, words: Words) -> tuple[Fact, ...]:
    facts, version = build_facts(company), current_version(company)
    policy = words.head["none"]
    if version is not None:
        policy = fill(words.head["version"], number=same(version.number), date=day_of(version.dated_on))
    values: Mapping[str, Localized] = {
        "controller": say(lambda language: placeholder_values(facts, language)["company.short_name"]),
        "bin": same(facts.bin),
        "address": facts.address,
        "contact": same(_join(facts.email, facts.phone)),
        "responsible": say(lambda language: _name_responsible(facts.responsible, language)),
        "sites": say(lambda language: enumerate_words([site.host for site in facts.sites], language)),
        "policy": policy,
    }
    return tuple(Fact(words.head[name], value) for name, value in values.items())


def _name_responsible(person: ResponsiblePerson, language: LanguageCode) -> str:
    name, position = person.name.in_language(language), person.position.in_language(language)
    return _join(name, position, person.email, person.phone)


def _join(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
