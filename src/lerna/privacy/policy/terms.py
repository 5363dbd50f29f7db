"""Reads `policies/terms.toml` strictly: nonsense is refused with file, line and a sentence."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from lerna.kit.datafile import Reader
from lerna.privacy.policy.deadlines import Mark
from lerna.privacy.policy.purposes import (
    Category,
    CategoryTerms,
    Event,
    EventWords,
    LawReference,
    LegalBasis,
    Limit,
    Purpose,
    PurposeTerms,
    RecipientKind,
    RecipientWords,
    Retention,
    Terms,
)

# Stems in the three languages: however it's called, this data has no place here (clause 5.2).
_FORBIDDEN = re.compile(r"biometr|genetic|dna|биометр|генети|днк", re.IGNORECASE)
_CATEGORY_CLAUSE = re.compile(r"5\.[34](-[а-я])?")
_PURPOSE_CLAUSE = re.compile(r"7\.1-[а-я]")


def load_terms(path: Path) -> Terms:
    """The terms that the file states; DataFileError for the first thing wrong in it."""
    return parse_terms(Reader.load(path))


def parse_terms(reader: Reader) -> Terms:
    """The terms of a whole file; DataFileError for the first thing wrong in it."""
    limit_table = reader.table("limit")
    limit = Limit(limit_table.text("clause"), limit_table.integer("years", minimum=1) * 12)
    events = tuple(_read_event(table) for table in reader.tables("event"))
    _check_keys(reader, "event", [event.key for event in events], Event)
    recipients = tuple(
        RecipientWords(table.choice("key", RecipientKind), table.localized("title"))
        for table in reader.tables("recipient")
    )
    _check_keys(reader, "recipient", [recipient.key for recipient in recipients], RecipientKind)
    categories = tuple(_read_category(table) for table in reader.tables("category"))
    _check_keys(reader, "category", [category.key for category in categories], Category)
    purposes = tuple(_read_purpose(table, limit, events) for table in reader.tables("purpose"))
    _check_keys(reader, "purpose", [purpose.key for purpose in purposes], Purpose)
    reader.done()
    return Terms(limit, categories, purposes, events, recipients)


def read_categories(reader: Reader) -> tuple[Category, ...]:
    """The list `categories` of a purpose, at least one; forbidden data are refused as such."""
    for index, word in enumerate(reader.texts("categories")):
        if _FORBIDDEN.search(word):
            reader.fail(f'"{word}": biometric and genetic data are never processed (clause 5.2).', "categories", index)
    categories = reader.choices("categories", Category)
    if not categories:
        reader.fail("A purpose needs at least one category of data.", "categories")
    return categories


def read_months(reader: Reader) -> int:
    """A term written as `years` or as `months`, in months."""
    if ("years" in reader) == ("months" in reader):
        reader.fail('A term has either "years" or "months".')
    if "years" in reader:
        return reader.integer("years", minimum=1) * 12
    return reader.integer("months", minimum=1)


def months_key(reader: Reader) -> str:
    """The key that the term is written under, for the line of an error."""
    return "years" if "years" in reader else "months"


def read_law(reader: Reader) -> LawReference | None:
    """The table `law` of a purpose, a term or whatever else rests on one; None where there is none."""
    table = reader.optional_table("law")
    if table is None:
        return None
    return LawReference(reader.localized("law"), table.choice("mark", Mark))


def _check_keys(reader: Reader, name: str, keys: Sequence[str], known: Iterable[str]) -> None:
    """Each known key must stand in the file, and once: the software works for all of them."""
    for index, (key, table) in enumerate(zip(keys, reader.tables(name), strict=True)):
        if key in keys[:index]:
            first = reader.tables(name)[keys.index(key)].line_of("key")
            table.fail(f'The {name} "{key}" stands twice: it is on line {first} too.', "key")
    missing = [key for key in known if key not in keys]
    if missing:
        reader.fail(f"The {name} {', '.join(missing)} is missing in the file.", name)


def _read_event(reader: Reader) -> EventWords:
    event = EventWords(
        reader.choice("key", Event), reader.optional_localized("since"), reader.optional_localized("until")
    )
    if event.since is None and event.until is None:
        reader.fail(f'The event "{event.key}" has neither "since" nor "until" in words.')
    return event


def _read_category(reader: Reader) -> CategoryTerms:
    title = reader.localized("title")
    for text in (reader.text("key"), title.ru, title.kk, title.en):
        if _FORBIDDEN.search(text):
            reader.fail(f'"{text}": biometric and genetic data can\'t be declared (clause 5.2).', "key")
    return CategoryTerms(
        key=reader.choice("key", Category),
        clause=_read_clause(reader, _CATEGORY_CLAUSE, "5.3-а"),
        title=title,
        explanation=reader.localized("explanation"),
    )


def _read_purpose(reader: Reader, limit: Limit, events: tuple[EventWords, ...]) -> PurposeTerms:
    retention_table = reader.optional_table("retention")
    purpose = PurposeTerms(
        key=reader.choice("key", Purpose),
        clause=_read_clause(reader, _PURPOSE_CLAUSE, "7.1-а"),
        title=reader.localized("title"),
        explanation=reader.localized("explanation"),
        basis=reader.choice("basis", LegalBasis),
        law=read_law(reader),
        categories=read_categories(reader),
        retention=_read_retention(retention_table, limit, events) if retention_table else None,
        recipients=reader.optional_choices("recipients", RecipientKind),
        needs_own_consent=reader.optional_boolean("needs_own_consent"),
        depersonalized_only=reader.optional_boolean("depersonalized_only"),
    )
    if purpose.retention is None and not purpose.depersonalized_only:
        reader.fail(f'The purpose "{purpose.key}" has no retention; only depersonalized data need none (clause 7.3).')
    if purpose.basis is LegalBasis.LAW and purpose.law is None:
        reader.fail(f'The purpose "{purpose.key}" rests on a law and cites none.', "basis")
    if purpose.basis is not LegalBasis.LAW and purpose.law is not None:
        reader.fail(f'The purpose "{purpose.key}" cites a law but rests on {purpose.basis}.', "law")
    _check_consent(reader, purpose)
    return purpose


def _check_consent(reader: Reader, purpose: PurposeTerms) -> None:
    if purpose.basis is not LegalBasis.CONSENT:
        if purpose.needs_own_consent:
            reader.fail(f"No consent is asked for what rests on {purpose.basis}.", "needs_own_consent")
        return
    if purpose.retention is None or Event.CONSENT_WITHDRAWN not in purpose.retention.until:
        sentence = f'The purpose "{purpose.key}" rests on consent and must end by "{Event.CONSENT_WITHDRAWN}".'
        if purpose.retention is None:
            reader.fail(sentence)
        reader.table("retention").fail(sentence, "until")
    if purpose.recipients and not purpose.needs_own_consent:
        # Law 94-V, art. 7(6): passing data to third parties takes a consent of its own.
        reader.fail(
            "Data that recipients get by consent need a consent of their own (needs_own_consent).", "recipients"
        )


def _read_retention(reader: Reader, limit: Limit, events: tuple[EventWords, ...]) -> Retention:
    retention = Retention(
        months=read_months(reader),
        since=reader.choice("since", Event),
        until=reader.optional_choices("until", Event),
        ordered_by=read_law(reader),
    )
    if retention.months > limit.months and retention.ordered_by is None:
        sentence = f"No term is longer than {limit.months // 12} years (clause {limit.clause}) unless a law orders it"
        reader.fail(f"{sentence}: shorten it or cite the law.", months_key(reader))
    if next(event for event in events if event.key is retention.since).since is None:
        reader.fail(f'The event "{retention.since}" has no words for "since".', "since")
    for index, event in enumerate(retention.until):
        if next(words for words in events if words.key is event).until is None:
            reader.fail(f'The event "{event}" has no words for "until".', "until", index)
    return retention


def _read_clause(reader: Reader, pattern: re.Pattern[str], example: str) -> str:
    clause = reader.text("clause")
    if not pattern.fullmatch(clause):
        reader.fail(f'"{clause}" is no clause that this can stand on; write it like {example}.', "clause")
    return clause
