"""Rules that lay the languages side by side: clauses, items, figures and addresses must be the same."""

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from lerna.privacy.policy.document import Clause, Item, Paragraph, Text
from lerna.privacy.policy.lint.dates import find_figures
from lerna.privacy.policy.lint.facts import BROKEN_EMAIL, EMAIL, HOST
from lerna.privacy.policy.lint.finding import Finding, Subject, clause_texts, excerpt

Pair = tuple[Text, Text]


def _pairs(subject: Subject) -> Iterator[Pair]:
    """The first language beside each other one."""
    texts = subject.document.texts
    yield from ((texts[0], other) for other in texts[1:])


def missing_clause(subject: Subject) -> Iterator[Finding]:
    """A clause that one language has and another hasn't."""
    for has, lacks in (pair for texts in combinations(subject.document.texts, 2) for pair in (texts, texts[::-1])):
        known = {clause.number for clause in lacks.clauses()}
        words = clause_texts(has)
        for clause in has.clauses():
            if clause.number not in known:
                yield Finding(
                    "missing-clause",
                    lacks.language,
                    clause.number,
                    excerpt(words.get(clause.number, ""), 0, 1),
                    _("Clause %(number)s stands in %(has)s and is missing in %(lacks)s.")
                    % {"number": clause.number, "has": has.language, "lacks": lacks.language},
                    _("Write the clause in every language, or in none."),
                )


def item_count(subject: Subject) -> Iterator[Finding]:
    """Lists with another number of items; an item that slid into the list below is said to have done so."""
    for first, other in _pairs(subject):
        clauses = {clause.number: clause for clause in other.clauses()}
        for clause in first.clauses():
            if clause.number in clauses:
                yield from _compare(first, other, clause, clauses[clause.number])


def _compare(first: Text, other: Text, clause: Clause, same: Clause) -> Iterator[Finding]:
    left, right = _items(clause.body), _items(same.body)
    slid = _slid(left, right)
    if slid is not None:
        host, extra = right[slid], _items(right[slid].body)[-1]
        yield Finding(
            "item-count",
            other.language,
            f"{clause.number}-{host.key}",
            f"{extra.printed} {excerpt(extra.text, 0, 1)}",
            _("Item %(extra)s stands inside %(host)s, where %(language)s has it as %(clause)s %(printed)s.")
            % {
                "extra": extra.printed,
                "host": host.printed,
                "language": first.language,
                "clause": clause.number,
                "printed": left[slid + 1].printed,
            },
            _("Move the item out of the inner list and give it a letter of its own."),
        )
        return
    yield from _count(first, other, clause.number, left, right)


def _slid(left: list[Item], right: list[Item]) -> int | None:
    """The place of the item below which the other language's next item stands."""
    if len(left) != len(right) + 1:
        return None
    for place, (mine, theirs) in enumerate(zip(left, right, strict=False)):
        if len(_items(theirs.body)) == len(_items(mine.body)) + 1:
            return place
    return None


def _count(first: Text, other: Text, anchor: str, left: list[Item], right: list[Item]) -> Iterator[Finding]:
    if len(left) != len(right):
        longer, language = (left, first.language) if len(left) > len(right) else (right, other.language)
        extra = longer[min(len(left), len(right))]
        yield Finding(
            "item-count",
            other.language,
            anchor,
            f"{extra.printed} {excerpt(extra.text, 0, 1)}",
            _("Items in %(first)s: %(left)s, in %(other)s: %(right)s; this one stands in %(language)s only.")
            % {
                "left": len(left),
                "first": first.language,
                "right": len(right),
                "other": other.language,
                "language": language,
            },
            _("Give the list the same items in every language."),
        )
    for mine, theirs in zip(left, right, strict=False):
        yield from _count(first, other, f"{anchor}-{mine.key}", _items(mine.body), _items(theirs.body))


def _items(body: tuple[Paragraph | Item, ...]) -> list[Item]:
    return [part for part in body if isinstance(part, Item)]


def figures(subject: Subject) -> Iterator[Finding]:
    """Numbers and dates that a clause has in one language only."""
    for first, other, number, left, right in _clause_pairs(subject):
        mine, theirs = find_figures(left), find_figures(right)
        if mine == theirs:
            continue
        alone = sorted(mine - theirs)[:1] or sorted(theirs - mine)
        place = (left if mine - theirs else right).find(alone[0])
        yield Finding(
            "figures",
            other.language,
            number,
            excerpt(left if mine - theirs else right, max(0, place), max(0, place) + len(alone[0])),
            _("The figures differ: %(mine)s only in %(first)s, %(theirs)s only in %(other)s.")
            % {
                "mine": ", ".join(sorted(mine - theirs)) or "—",
                "first": first.language,
                "theirs": ", ".join(sorted(theirs - mine)) or "—",
                "other": other.language,
            },
            _("Give the clause the same figures in every language."),
        )


def contacts(subject: Subject) -> Iterator[Finding]:
    """E-mail addresses and hosts that a clause has in one language only."""
    for first, other, number, left, right in _clause_pairs(subject):
        mine, theirs = _contacts(left), _contacts(right)
        if mine == theirs:
            continue
        alone = min(mine ^ theirs)
        words = left if alone in left else right
        yield Finding(
            "contacts",
            other.language,
            number,
            excerpt(words, max(0, words.find(alone)), max(0, words.find(alone)) + len(alone)),
            _("Addresses differ: %(mine)s only in %(first)s, %(theirs)s only in %(other)s.")
            % {
                "mine": ", ".join(sorted(mine - theirs)) or "—",
                "first": first.language,
                "theirs": ", ".join(sorted(theirs - mine)) or "—",
                "other": other.language,
            },
            _("Name the same addresses in every language."),
        )


def _contacts(words: str) -> set[str]:
    emails = {match.group().rstrip(".").lower() for match in EMAIL.finditer(words)}
    return emails | {match["host"].lower() for match in HOST.finditer(BROKEN_EMAIL.sub(" ", EMAIL.sub(" ", words)))}


def _clause_pairs(subject: Subject) -> Iterator[tuple[Text, Text, str, str, str]]:
    for first, other in _pairs(subject):
        mine, theirs = clause_texts(first), clause_texts(other)
        for number in mine.keys() & theirs.keys():
            yield first, other, number, mine[number], theirs[number]
