"""Rules about what the law outranks: phrases, slow promises, long terms, and how laws are cited."""

import re
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lerna.kit.localized import LANGUAGE_CODES, LanguageCode, Localized
from lerna.privacy.policy.lint.finding import Finding, Passage, Subject, excerpt

WORKING_DAYS = re.compile(
    r"(?P<days>\d+)\s*(?:\([^)]*\)\s*)?(?:рабоч\w+\s+дн\w+|жұмыс\s+күн\w*|(?:working|business)\s+days?)", re.IGNORECASE
)
YEARS = re.compile(
    r"(?P<count>\d+)\s*(?:\([^)]*\)\s*)?(?:(?P<years>лет|года?|жыл\w*|years?)|(?P<months>месяц\w*|ай(?:дан|ға|дың)?|months?))\b",
    re.IGNORECASE,
)
KEEPING = re.compile(r"хран|срок|сақта|мерзім|retain|retention|kept?\b|store", re.IGNORECASE)
BY_LAW = re.compile(r"закон|кодекс|налог|заң|салық|\blaws?\b|\btax|\bcode\b", re.IGNORECASE)
LAW_NUMBER = re.compile(r"(?:№|\bNo\.?)\s*(?P<number>\d{1,4})\s*-\s*(?P<suffix>[A-ZА-ЯЁІҢӘ]{1,4})\b")


def outranked_phrase(subject: Subject) -> Iterator[Finding]:
    """Words that the law doesn't allow, as `policies/lint.toml` lists them."""
    for passage in subject.passages():
        for phrase in subject.phrases.phrases:
            pattern = phrase.patterns.get(passage.language)
            match = pattern.search(passage.text) if pattern else None
            if match:
                yield Finding(
                    phrase.key,
                    passage.language,
                    passage.anchor,
                    excerpt(passage.text, *match.span()),
                    in_interface_language(phrase.sentence),
                    in_interface_language(phrase.remedy),
                )


def slow_promise(subject: Subject) -> Iterator[Finding]:
    """A number of working days that is more than the law gives."""
    for passage in subject.passages():
        for promise in subject.phrases.promises:
            pattern = promise.patterns.get(passage.language)
            term = WORKING_DAYS.search(passage.text)
            if pattern and term and pattern.search(passage.text) and int(term["days"]) > promise.days:
                yield Finding(
                    promise.key,
                    passage.language,
                    passage.anchor,
                    excerpt(passage.text, *term.span()),
                    _("Working days promised: %(days)s. Allowed by %(source)s: %(law)s.")
                    % {"days": term["days"], "source": promise.source.cite(interface_language()), "law": promise.days},
                    _("Promise no more than the law allows."),
                )


def long_term(subject: Subject) -> Iterator[Finding]:
    """A term of keeping that is longer than the terms in force for that purpose, or than any without a law."""
    for passage in subject.passages():
        longest = _longest_months(subject, passage)
        for term in YEARS.finditer(passage.text):
            months = int(term["count"]) * (12 if term["years"] else 1)
            if longest is None or months <= longest or term["count"].startswith(("19", "20")):
                continue
            yield Finding(
                "long-term",
                passage.language,
                passage.anchor,
                excerpt(passage.text, *term.span()),
                _("This term is longer than the terms in force allow: %(months)s months at most.")
                % {"months": longest},
                _("Shorten the term, or name the law that orders to keep the data longer."),
            )


def _longest_months(subject: Subject, passage: Passage) -> int | None:
    """How many months a passage may promise; None where its figures are no terms of keeping."""
    purposes = subject.terms.list_purposes_of(passage.anchor)
    kept = [purpose.retention.months for purpose in purposes if purpose.retention]
    if kept:
        return max(kept)
    if BY_LAW.search(passage.text) or not KEEPING.search(passage.text):
        return None
    return subject.terms.limit.months


def law_reference(subject: Subject) -> Iterator[Finding]:
    """A law's number that differs from the law's own, or from another place in the policy."""
    known = {law.number.partition("-")[0]: law.number for law in subject.phrases.laws}
    first: dict[str, str] = {}
    for passage in subject.passages():
        for match in LAW_NUMBER.finditer(passage.text):
            cited = f"{match['number']}-{match['suffix']}"
            earlier = first.setdefault(match["number"], cited)
            right = known.get(match["number"], earlier)
            if cited == right:
                continue
            yield Finding(
                "law-reference",
                passage.language,
                passage.anchor,
                excerpt(passage.text, *match.span()),
                _("The law is cited as “%(cited)s”; its number is “%(right)s”%(elsewhere)s.")
                % {"cited": cited, "right": right, "elsewhere": _elsewhere(subject, right, passage)},
                _("Write “%(right)s”, in Latin letters where the law has them.") % {"right": right},
            )


def _elsewhere(subject: Subject, right: str, passage: Passage) -> str:
    others = sorted({other.language for other in subject.passages() if right in other.text} - {passage.language})
    return _(", as the text in %(languages)s has it") % {"languages": ", ".join(others)} if others else ""


def interface_language() -> LanguageCode:
    """The language that the operator reads, English where it's none of ours."""
    return next((code for code in LANGUAGE_CODES if (get_language() or "").startswith(code)), "en")


def in_interface_language(words: Localized) -> str:
    """A sentence of a data file in the operator's language."""
    return words.in_language(interface_language())
