"""The terms of `policies/terms.toml` as placeholders of the model text, so that text and software say one thing.

For a purpose such as `marketing`: `terms.marketing.until` (the events that end it early), `terms.marketing.since` (the
event its term is counted from), and the term itself as `terms.marketing.length` (“3 years”) or, after the words for
“longer than”, as `terms.marketing.limit`, which takes another case in Russian and Kazakh. `terms.limit` is the longest
of all (clause 7.3).
"""

from collections.abc import Iterator, Mapping
from itertools import takewhile

from lerna.privacy.policy.document import Language
from lerna.privacy.policy.purposes import Event, Purpose, Retention, Terms

_OR: dict[Language, str] = {"ru": " или ", "kk": " немесе ", "en": " or "}
# For the counts 1, 2-4 and the rest, as Russian tells them apart; of years, then of months.
_LENGTHS: dict[Language, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "ru": (("год", "года", "лет"), ("месяц", "месяца", "месяцев")),
    "kk": (("жыл", "жыл", "жыл"), ("ай", "ай", "ай")),
    "en": (("year", "years", "years"), ("month", "months", "months")),
}
_LIMITS: dict[Language, tuple[tuple[str, str, str], tuple[str, str, str]]] = _LENGTHS | {
    "ru": (("года", "лет", "лет"), ("месяца", "месяцев", "месяцев")),
    "kk": (("жылдан", "жылдан", "жылдан"), ("айдан", "айдан", "айдан")),
}

TERM_PLACEHOLDERS = frozenset(
    {"terms.limit"}
    | {f"terms.{purpose}.{part}" for purpose in Purpose for part in ("until", "since", "length", "limit")}
)


def fact_of(placeholder: str) -> str:
    """What the languages must all mention, whatever case their grammar wants it in."""
    stem, _, part = placeholder.rpartition(".")
    return f"{stem}.length" if placeholder in TERM_PLACEHOLDERS and part == "limit" else placeholder


def term_values(terms: Terms, language: Language) -> Mapping[str, str]:
    """What TERM_PLACEHOLDERS stand for in this language; a name without a value here has none in these terms."""
    return {"terms.limit": limit_in_words(terms.limit.months, language), **dict(_values(terms, language))}


def length_in_words(months: int, language: Language) -> str:
    """The length as a statement names it: «3 года», «3 жыл», “3 years”; in months where the years aren't whole."""
    return _count(months, _LENGTHS[language])


def limit_in_words(months: int, language: Language) -> str:
    """The length after the words for “no longer than”: «3 лет», «3 жылдан», “3 years”."""
    return _count(months, _LIMITS[language])


def _values(terms: Terms, language: Language) -> Iterator[tuple[str, str]]:
    since = {event.key: event.since.in_language(language) for event in terms.events if event.since}
    until = {event.key: event.until.in_language(language) for event in terms.events if event.until}
    for purpose in terms.purposes:
        if purpose.retention:
            for part, words in _retention(purpose.retention, since, until, language):
                yield f"terms.{purpose.key}.{part}", words


def _retention(
    retention: Retention, since: Mapping[Event, str], until: Mapping[Event, str], language: Language
) -> Iterator[tuple[str, str]]:
    yield "length", length_in_words(retention.months, language)
    yield "limit", limit_in_words(retention.months, language)
    yield "since", since[retention.since]
    if retention.until:
        yield "until", _alternatives([until[event] for event in retention.until], language)


def _alternatives(phrases: list[str], language: Language) -> str:
    """The phrases joined by “or”, saying once what they share: last words in Kazakh, first ones elsewhere."""
    if len(phrases) == 1:
        return phrases[0]
    rows = [phrase.split() for phrase in phrases]
    if language == "kk":
        shared = _count_shared([row[::-1] for row in rows])
        rows = [row[: len(row) - shared] for row in rows[:-1]] + rows[-1:]
    else:
        shared = _count_shared(rows)
        if shared and rows[0][shared - 1] == "не":  # Russian repeats the negation before each verb
            shared -= 1
        rows = rows[:1] + [row[shared:] for row in rows[1:]]
    *before, last = (" ".join(row) for row in rows)
    return _OR[language].join([", ".join(before), last])


def _count_shared(rows: list[list[str]]) -> int:
    """How many first words all rows have in common, leaving each at least one of its own."""
    same = takewhile(lambda words: len(set(words)) == 1, zip(*(row[:-1] for row in rows), strict=False))
    return sum(1 for _ in same)


def _count(months: int, forms: tuple[tuple[str, str, str], tuple[str, str, str]]) -> str:
    count, (one, few, many) = (months, forms[1]) if months % 12 else (months // 12, forms[0])
    if count % 10 == 1 and count % 100 != 11:  # noqa: PLR2004 - CLDR's plural rule for Russian; English and Kazakh stay below 21
        return f"{count} {one}"
    if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}:
        return f"{count} {few}"
    return f"{count} {many}"
