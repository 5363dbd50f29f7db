"""Rules about numbers and letters: sections against clauses, gaps, doubles, lists that begin in the middle."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from lerna.privacy.policy.document import Clause, Item, Paragraph, Section, Text
from lerna.privacy.policy.importer.markers import is_first, is_next, plain_marker
from lerna.privacy.policy.lint.finding import Finding, Subject

SHOWN = 3  # sections that show how all of them are numbered


def section_number(subject: Subject) -> Iterator[Finding]:
    """Sections that print another number than their clauses go by; one finding for each language."""
    for text in subject.document.texts:
        wrong = [
            section for section in text.sections if section.printed and not _prints(section.printed, section.number)
        ]
        if not wrong:
            continue
        first, last = wrong[0], wrong[-1]
        shown = "; ".join(f"{section.printed}. {section.title}" for section in wrong[:SHOWN])
        yield Finding(
            "section-number",
            text.language,
            first.number,
            f"{shown}…" if len(wrong) > SHOWN else shown,
            _("Sections are printed %(printed)s to %(printed_last)s; their clauses say %(first)s to %(last)s.")
            % {"printed": first.printed, "printed_last": last.printed, "first": first.number, "last": last.number},
            _("Number the sections as their clauses begin."),
        )


def clause_number(subject: Subject) -> Iterator[Finding]:
    """Clauses that print another first figure than their section's; one finding for each section."""
    for text in subject.document.texts:
        for section in text.sections:
            wrong = [
                c for c in section.clauses if c.printed and "~" not in c.number and not _prints(c.printed, c.number)
            ]
            if wrong:
                yield Finding(
                    "clause-number",
                    text.language,
                    wrong[0].number,
                    ", ".join(clause.printed for clause in wrong),
                    _("Section %(section)s has clauses printed %(printed)s.")
                    % {"section": section.number, "printed": ", ".join(clause.printed for clause in wrong)},
                    _("Number them %(right)s.") % {"right": ", ".join(clause.number for clause in wrong)},
                )


def _prints(printed: str, number: str) -> bool:
    """Whether the printed number is this one; Roman figures and words around it (Section 3) are only a style."""
    return printed == number.partition("~")[0] or not printed.replace(".", "").isdecimal()


def gap(subject: Subject) -> Iterator[Finding]:
    """Numbers left out between sections or between clauses of one section."""
    for text in subject.document.texts:
        yield from _gaps(text, [section for section in text.sections if section.printed])
        for section in text.sections:
            yield from _gaps(text, [clause for clause in section.clauses if clause.printed])


def _gaps(text: Text, places: Sequence[Section | Clause]) -> Iterator[Finding]:
    for before, after in pairwise(place.number for place in places):
        left, right = before.split("."), after.split(".")
        figures = len(left) == len(right) and left[:-1] == right[:-1] and left[-1].isdecimal() and right[-1].isdecimal()
        if figures and int(right[-1]) > int(left[-1]) + 1:
            missing = ".".join([*left[:-1], str(int(left[-1]) + 1)])
            yield Finding(
                "gap",
                text.language,
                after,
                f"{before} → {after}",
                _("The text goes from %(before)s to %(after)s; there is no %(missing)s.")
                % {"before": before, "after": after, "missing": missing},
                _("Number on without a gap, or put back what was left out."),
            )


def double(subject: Subject) -> Iterator[Finding]:
    """One number on two sections or clauses."""
    for text in subject.document.texts:
        places: list[Section | Clause] = [*text.sections, *text.clauses()]
        for place in places:
            number, marked, rest = place.number.partition("~")
            if marked and place.printed and "." not in rest:
                yield Finding(
                    "double",
                    text.language,
                    number,
                    place.printed,
                    _("The number %(number)s stands twice.") % {"number": place.printed},
                    _("Give the second one a number of its own."),
                )


def list_letters(subject: Subject) -> Iterator[Finding]:
    """Lists that begin in the middle of the alphabet, or leave a letter out."""
    for text in subject.document.texts:
        before: tuple[str, str] = ("", "")
        for clause in text.clauses():
            for anchor, markers in _lists(clause.body, clause.number):
                yield from _begins_wrong(text, anchor, markers, before)
                yield from _breaks(text, anchor, markers)
                before = (anchor, markers[-1])


def _lists(body: tuple[Paragraph | Item, ...], anchor: str) -> Iterator[tuple[str, list[str]]]:
    items = [part for part in body if isinstance(part, Item)]
    markers = [item.printed for item in items]
    if markers and plain_marker(markers[0]):
        yield anchor, markers
    for item in items:
        yield from _lists(item.body, f"{anchor}-{item.key}")


def _begins_wrong(text: Text, anchor: str, markers: list[str], before: tuple[str, str]) -> Iterator[Finding]:
    first = plain_marker(markers[0])
    if is_first(first):
        return
    runs_on = is_next(first, plain_marker(before[1]))
    sentence = (
        _("The list goes on with %(first)s from the list of %(before)s.") % {"first": markers[0], "before": before[0]}
        if runs_on
        else _("The list begins with %(first)s.") % {"first": markers[0]}
    )
    remedy = _("Begin each clause's list with its first letter or figure.")
    yield Finding("list-letters", text.language, anchor, f"{markers[0]} … {markers[-1]}", sentence, remedy)


def _breaks(text: Text, anchor: str, markers: list[str]) -> Iterator[Finding]:
    for left, right in pairwise(markers):
        after, before = plain_marker(right), plain_marker(left)
        if not is_next(after, before) and not is_first(after):
            yield Finding(
                "list-letters",
                text.language,
                anchor,
                f"{left} → {right}",
                _("In the list %(right)s follows %(left)s.") % {"right": right, "left": left},
                _("Letter the list on without a gap."),
            )
