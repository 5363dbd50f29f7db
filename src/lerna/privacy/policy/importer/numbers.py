"""Which number a section or clause is cited by, where the printed one may be wrong."""

from collections import Counter
from collections.abc import Iterable, Sequence

from lerna.privacy.policy.importer.outline import DraftClause, DraftSection

FEWEST_AGREEING = 0.6  # share of the clauses that must agree with a way of numbering the sections


def section_numbers(sections: Sequence[DraftSection]) -> list[str]:
    """A number for each section: as printed where the clauses agree, else by place, else by what most clauses say.

    Sections printed 11 to 21 over clauses 1.1 to 11.6 are cited 1 to 11.
    """
    printed = [section.marker.parts[0] if section.marker else section.prefix for section in sections]
    if all(number is None for number in printed):
        first = 0 if sections and not sections[0].title else 1
        return [str(first + position) for position in range(len(sections))]
    headed = [number for number in printed if number is not None]
    by_place = iter(range(1, len(headed) + 1))
    ways: tuple[list[int | None], ...] = (printed, [None if number is None else next(by_place) for number in printed])
    votes = [
        [clause.marker.parts[0] for clause in section.clauses if _is_deep(clause) and clause.marker]
        for section in sections
    ]
    total = sum(map(len, votes))
    agreeing = [
        sum(row.count(number) for row, number in zip(votes, way, strict=True) if number is not None) for way in ways
    ]
    best = max(range(len(ways)), key=lambda way: (agreeing[way], -way))
    chosen = ways[best]
    if total and agreeing[best] < FEWEST_AGREEING * total:
        chosen = [
            Counter(row).most_common(1)[0][0] if row else number for row, number in zip(votes, printed, strict=True)
        ]
    # of a chapter and an article with one number, the one with clauses is cited plainly
    filled = _filled(chosen)
    order = sorted(range(len(filled)), key=lambda place: not sections[place].clauses)
    named = dict(zip(order, unique(filled[place] for place in order), strict=True))
    return [named[place] for place in range(len(filled))]


def clause_numbers(section: str, clauses: Sequence[DraftClause], *, is_sectioned: bool) -> list[str]:
    """A number for each clause of a section: the section's own, then what the clause prints after its first figure."""
    numbers: list[str] = []
    unnumbered = 0
    has_numbered = any(clause.marker for clause in clauses)
    for clause in clauses:
        if clause.marker is None:
            unnumbered += 0 if has_numbered and not numbers else 1
            numbers.append(f"{section}.{unnumbered}")
        elif _is_deep(clause):
            numbers.append(".".join((section, *map(str, clause.marker.parts[1:]))))
        else:
            numbers.append(f"{section}.{clause.marker.value}" if is_sectioned else clause.marker.value)
    return numbers


def unique(names: Iterable[str]) -> list[str]:
    """The names, with `~2`, `~3` after one that stands again, so that every link leads to one place."""
    seen: Counter[str] = Counter()
    taken: list[str] = []
    for name in names:
        seen[name] += 1
        candidate = name if seen[name] == 1 else f"{name}~{seen[name]}"
        while candidate in taken:
            seen[name] += 1
            candidate = f"{name}~{seen[name]}"
        taken.append(candidate)
    return taken


def _is_deep(clause: DraftClause) -> bool:
    return clause.marker is not None and clause.marker.kind == "number" and len(clause.marker.parts) > 1


def _filled(numbers: Sequence[int | None]) -> list[str]:
    """Sections without a number follow the one before: `0` before the first, `7~2` for an unnumbered one after 7."""
    filled: list[str] = []
    last = "0"
    for number in numbers:
        last = last if number is None else str(number)
        filled.append(last)
    return filled
