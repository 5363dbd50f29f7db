"""A letter becomes what it demands, or what was understood of it and why not more (clause 6.4)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import phonenumbers

from lerna.kit.localized import LanguageCode
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.meaning.matching import (
    Pattern,
    Words,
    begins,
    find_any,
    find_places,
    resembles,
    split_sentences,
)
from lerna.privacy.requests.intake.meaning.parts import Parts, split_parts
from lerna.privacy.requests.intake.meaning.words import Doubt, IntakeWords
from lerna.privacy.requests.intake.reading.letter import Letter
from lerna.privacy.requests.intake.reading.traffic import Nature
from lerna.privacy.requests.models import Kind

_REGION = "KZ"  # of a number without its country
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_MOST_NAME = 100
_CODE = re.compile(r"(?<!\d)(\d{6}|\d{3} \d{3})(?!\d)")
_CODE_LINES = 5


@dataclass(frozen=True, slots=True)
class Understood:
    """`kind` is set where it is clear, and `doubt` where it isn't; neither where the letter is about something else.

    `kinds` are all that were found; `site` is the key of the one that is named, `code` six digits of an answer to us.
    """

    language: LanguageCode
    kind: Kind | None = None
    doubt: Doubt | None = None
    kinds: tuple[Kind, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    site: str = ""
    text: str = field(default="", repr=False)
    code: str = field(default="", repr=False)

    @property
    def concerns_us(self) -> bool:
        """Whether it is, or may be, a demand about personal data."""
        return self.kind is not None or self.doubt is not None


def understand(letter: Letter, words: IntakeWords, sites: Mapping[str, str], own: Collection[str] = ()) -> Understood:
    """`sites` gives the key of each host of the company, `own` the company's addresses, which are no sender's."""
    parts = split_parts(letter.text, words)
    subject = words.prefixes.sub("", letter.subject)
    title, said, below = map(split_sentences, (subject, parts.own, parts.foot))
    found, purposes = _find_kinds(title, said, words)
    if not found:  # a postscript stands below the name
        found, purposes = _find_kinds((), below, words)
    kinds = _reduce(found, words)
    doubt = _find_doubt(letter, parts, (*title, *said), kinds, words, own)
    whole = f"{parts.own}\n{parts.foot}"
    return Understood(
        language=_tell_language(f"{subject}\n{parts.own}", words),
        kind=kinds[0] if len(kinds) == 1 and doubt is None else None,
        doubt=doubt,
        kinds=kinds,
        purposes=purposes if kinds == (Kind.WITHDRAWAL,) else (),
        name=_find_name(letter, whole, words),
        phone=_find_phone(whole),
        site=_find_site(f"{subject}\n{whole}", sites),
        text="\n\n".join(filter(None, (subject.strip(), parts.own, parts.foot))),
        code=_find_code(parts.own),
    )


def _find_kinds(
    title: tuple[Words, ...], said: tuple[Words, ...], words: IntakeWords
) -> tuple[frozenset[Kind], tuple[Purpose, ...]]:
    """The kinds demanded, and the purposes that a withdrawal names, unless it is of everything as well."""
    found = {kind for kind, wanted in words.subjects for sentence in title if resembles(sentence, wanted)}
    named: list[Purpose] = []
    for phrase in words.phrases:
        for sentence in (*title, *said):
            if _is_demanded(phrase.patterns, sentence, words):
                found.add(phrase.kind)
                named.extend(phrase.purposes)
    return frozenset(found), tuple(dict.fromkeys(named))


def _is_demanded(patterns: Collection[Pattern], sentence: Words, words: IntakeWords) -> bool:
    """Whether one of the patterns stands in the sentence, and nothing there says the contrary."""
    if any(begins(word, void) for word in sentence for void in words.voids):
        return False
    return any(
        at and not any(place - 1 not in at and sentence[place - 1] in words.negations for place in at if place)
        for at in (find_places(pattern, sentence) for pattern in patterns)
    )


def _reduce(found: frozenset[Kind], words: IntakeWords) -> tuple[Kind, ...]:
    """Without what another one means as well; in the order of the kinds."""
    meant = {also for kind in found for also in words.covers.get(kind, ())}
    return tuple(kind for kind in Kind if kind in found - meant)


def _find_doubt(  # noqa: PLR0911, PLR0913, PLR0917 -- all that may make a machine unsure, the plainest first
    letter: Letter,
    parts: Parts,
    sentences: tuple[Words, ...],
    kinds: tuple[Kind, ...],
    words: IntakeWords,
    own: Collection[str],
) -> Doubt | None:
    """None where it is clear, and where nothing of it concerns us."""
    if not letter.is_readable:
        return Doubt.UNREADABLE
    says_nothing = not parts.own.strip()
    if (letter.forwards or parts.forwards) and says_nothing:
        return Doubt.FORWARDED if kinds or find_any(words.about, split_sentences(letter.text)) else None
    if not kinds:
        return Doubt.NOTHING if find_any(words.about, sentences) else None
    if letter.nature is not Nature.PERSON:
        return Doubt.MACHINE
    if not letter.address:
        return Doubt.NOBODY
    if letter.proven is False:
        return Doubt.FORGED
    if len(kinds) > 1:
        return Doubt.SEVERAL
    by_words = next((doubt for doubt, patterns in words.doubts.items() if find_any(patterns, sentences)), None)
    return by_words or (Doubt.CONTACT if _names_another(letter, parts, own) else None)


def _names_another(letter: Letter, parts: Parts, own: Collection[str]) -> bool:
    """Whether the sender names an address other than the one that the letter came from."""
    named = {address.lower().rstrip(".") for address in _EMAIL.findall(f"{parts.own}\n{parts.foot}")}
    return bool(named - {letter.address.lower(), *own})


def _tell_language(text: str, words: IntakeWords) -> LanguageCode:
    """By its frequent words; Kazakh typed without its own letters is known by them too. Russian where nothing tells."""
    sentences = split_sentences(text)
    counts = {
        code: sum(any(begins(word, stem) for stem in stems) for sentence in sentences for word in sentence)
        for code, stems in words.languages.items()
    }
    counts["kk"] += sum(sign in "әғқңөұүһі" for sign in text.lower()) // 2
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "ru"


def _find_name(letter: Letter, text: str, words: IntakeWords) -> str:
    """As they introduce themselves, else as their mail program does."""
    found = words.names.search(text)
    return (found[1] if found else letter.name)[:_MOST_NAME].strip()


def _find_phone(text: str) -> str:
    found = phonenumbers.PhoneNumberMatcher(text, _REGION)
    number = next((match.number for match in found), None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else ""


def _find_site(text: str, sites: Mapping[str, str]) -> str:
    """The site that is named first; an address of the company's own counts as well."""
    small = text.lower()
    named = [(small.find(host), key) for host, key in sites.items() if host in small]
    return min(named)[1] if named else ""


def _find_code(text: str) -> str:
    """A code that stands alone in the first lines, as one answers with it."""
    lines = [line.strip(" .*") for line in text.split("\n") if line.strip()][:_CODE_LINES]
    found = [match[1].replace(" ", "") for line in lines for match in _CODE.finditer(line)]
    return found[0] if len(set(found)) == 1 else ""
