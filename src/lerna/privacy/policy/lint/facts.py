"""Rules about the company's facts: its name, BIN, e-mail, hosts and the policy's date."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lerna.companies.facts import CompanyFacts
from lerna.companies.hosts import covers
from lerna.kit.identity_numbers import IdentityNumberError, parse_bin
from lerna.privacy.policy.lint.dates import find_dates
from lerna.privacy.policy.lint.finding import Finding, Passage, Subject, clause_texts, excerpt, passages_of
from lerna.privacy.policy.lint.letters import skeleton

NAMES = {
    "ru": re.compile(
        r"(?:\bТОО|\bАО|\bИП|Товариществ\w+\s+с\s+ограниченной\s+ответственностью)\s*[«\"“](?P<name>[^»\"”]+)[»\"”]",
        re.IGNORECASE,
    ),
    "kk": re.compile(
        r"[«\"“](?P<name>[^»\"”]+)[»\"”]\s*(?:ЖШС|АҚ|жауапкершілігі\s+шектеулі\s+серіктест\w*)", re.IGNORECASE
    ),
    "en": re.compile(r"[“\"«](?P<name>[^”\"»]+)[”\"»]\s*,?\s*(?:LLP|Limited Liability Partnership)", re.IGNORECASE),
}
TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")
EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
BROKEN_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]+(?:@\s+[\w.-]+|\s+@[\w.-]+|@(?![\w\s])|@[\w-]+(?![\w.@-]))")
MAYBE_EMAIL = re.compile(r"@|e-?mail", re.IGNORECASE)  # one that is malformed is another rule's to name
AFTER_LABEL = re.compile(r"(?:e-?mail|эл\.? ?почт\w*)\)?\s*:\s*(?P<word>[^\s,;]+)", re.IGNORECASE)
HOST = re.compile(r"(?<![@\w.-])(?:https?://)?(?:www\.)?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})(?![\w-]*@)", re.IGNORECASE)
SITE_DEFINED = re.compile(r"«Сайт|«Website|“(?:the )?(?:Web)?site|веб-сайт|\bСайт\b.{0,60}—", re.IGNORECASE)
# «по адресу x» before a host and «x мекенжайы» after it: the platform's address, not a site of the list
BEFORE_ADDRESS = re.compile(r"(?:адресу|address|\bat)\W*$", re.IGNORECASE)
AFTER_ADDRESS = re.compile(r"^\S*\s*мекенжай", re.IGNORECASE)
UPDATED = re.compile(
    r"обновл|вступ|действует с|утвержд|жаңартыл|бекітіл|күшіне|updated|effective|in force", re.IGNORECASE
)


def company_name(subject: Subject) -> Iterator[Finding]:
    """Another company's name, or this company's in another spelling."""
    company = subject.company
    own = {company.name.ru, company.name.kk, company.name.en, *company.other_names}
    for passage in subject.passages():
        for match in NAMES[passage.language].finditer(passage.text):
            name = match["name"].strip()
            if name in own:
                continue
            stranger = next((other for other in subject.others if _is_named(other, name)), None)
            right = company.name.in_language(passage.language)
            sentence = (
                _("The text names another company, “%(name)s”; this is the policy of “%(right)s”.")
                if stranger or not _resembles(name, right)
                else _("The company's name is spelled “%(name)s”; it is “%(right)s”.")
            )
            yield Finding(
                "wrong-company" if stranger or not _resembles(name, right) else "name-spelling",
                passage.language,
                passage.anchor,
                excerpt(passage.text, *match.span()),
                sentence % {"name": name, "right": right},
                _("Write “%(right)s”.") % {"right": right},
            )


def _is_named(company: CompanyFacts, name: str) -> bool:
    known = {company.name.ru, company.name.kk, company.name.en, *company.other_names}
    return skeleton(name) in {skeleton(spelling) for spelling in known}


def _resembles(name: str, right: str) -> bool:
    """Whether a name is the right one misspelled: a word of it is there as the eye sees it."""
    return bool(set(skeleton(name).split()) & set(skeleton(right).split()))


def bin_number(subject: Subject) -> Iterator[Finding]:
    """Twelve figures that are no BIN or another company's."""
    for passage in subject.passages():
        for match in TWELVE_DIGITS.finditer(passage.text):
            if match.group() == subject.company.bin:
                continue
            try:
                parse_bin(match.group())
                sentence = _("%(number)s isn't this company's BIN, which is %(right)s.")
            except IdentityNumberError:
                sentence = _(
                    "%(number)s can't be a BIN: its check digit or structure is wrong; the company's is %(right)s."
                )
            yield Finding(
                "bin",
                passage.language,
                passage.anchor,
                excerpt(passage.text, *match.span()),
                sentence % {"number": match.group(), "right": subject.company.bin},
                _("Write %(right)s.") % {"right": subject.company.bin},
            )


def missing_facts(subject: Subject) -> Iterator[Finding]:
    """A text that never gives the company's BIN or e-mail address (law No 94-V, art. 8(4); clause 11.6)."""
    company = subject.company
    facts = (
        (TWELVE_DIGITS, _("The text never gives the company's BIN."), company.bin),
        (MAYBE_EMAIL, _("The text never gives an e-mail address of the company."), company.email),
    )
    for text in subject.document.texts:
        passages = list(passages_of(text))
        for pattern, sentence, right in facts:
            if passages and not any(pattern.search(passage.text) for passage in passages):
                yield Finding(
                    "missing-fact",
                    text.language,
                    passages[0].anchor,
                    excerpt(passages[0].text, 0, 0),
                    sentence,
                    _("Write %(right)s.") % {"right": right},
                )


def malformed_email(subject: Subject) -> Iterator[Finding]:
    """Something that stands for an e-mail address and is none."""
    right = subject.company.email
    for passage in subject.passages():
        wrong = [match.span() for match in BROKEN_EMAIL.finditer(passage.text)]
        labeled = AFTER_LABEL.finditer(passage.text)
        wrong += [match.span("word") for match in labeled if "@" not in match["word"]]
        for start, end in wrong:
            yield Finding(
                "malformed-email",
                passage.language,
                passage.anchor,
                excerpt(passage.text, start, end),
                _("“%(words)s” isn't an e-mail address.") % {"words": passage.text[start:end].rstrip(".,;")},
                _("Write %(right)s.") % {"right": right},
            )


def foreign_email(subject: Subject) -> Iterator[Finding]:
    """An address that isn't at the company's hosts."""
    company = subject.company
    own = {company.email, company.responsible.email, *(site.sender for site in company.sites)}
    for passage in subject.passages():
        for match in EMAIL.finditer(passage.text):
            address = match.group().rstrip(".")
            domain = address.partition("@")[2].lower()
            if address in own or any(covers(site.host, domain) for site in company.sites):
                continue
            yield Finding(
                "foreign-email",
                passage.language,
                passage.anchor,
                excerpt(passage.text, *match.span()),
                _("%(address)s isn't an address of the company, whose contact is %(right)s.")
                % {"address": address, "right": company.email},
                _("Write %(right)s.") % {"right": company.email},
                "defect"
                if any(covers(site.host, domain) for other in subject.others for site in other.sites)
                else "warning",
            )


def foreign_host(subject: Subject) -> Iterator[Finding]:
    """A site of another company of the platform."""
    for passage in subject.passages():
        for match in HOST.finditer(passage.text):
            host = match["host"].lower()
            if any(covers(site.host, host) for other in subject.others for site in other.sites):
                yield Finding(
                    "foreign-host",
                    passage.language,
                    passage.anchor,
                    excerpt(passage.text, *match.span()),
                    _("%(host)s is a site of another company.") % {"host": host},
                    _("Name this company's own sites only."),
                )


def missing_site(subject: Subject) -> Iterator[Finding]:
    """A site of the company, often the platform's own, that the definition of the sites leaves out."""
    hosts = [site.host for site in subject.company.sites]
    for text in subject.document.texts:
        for number, words in clause_texts(text).items():
            listed = [host for host, place in _listed_hosts(words) if any(covers(own, host) for own in hosts) and place]
            if not SITE_DEFINED.search(words) or not listed:
                continue
            for host in hosts:
                if any(covers(host, other) for other in listed):
                    continue
                match = HOST.search(words)
                yield Finding(
                    "missing-site",
                    text.language,
                    number,
                    excerpt(words, *match.span()) if match else words[:60],
                    _("The sites are said to be %(listed)s; the company's %(host)s isn't among them.")
                    % {"listed": ", ".join(dict.fromkeys(listed)), "host": host},
                    _("Add %(host)s to the list of sites.") % {"host": host},
                )


def _listed_hosts(words: str) -> Iterator[tuple[str, bool]]:
    """Each host, and whether it stands as one of the sites and not as the platform's address."""
    for match in HOST.finditer(words):
        is_address = BEFORE_ADDRESS.search(words[: match.start()].rstrip("<")) or AFTER_ADDRESS.search(
            words[match.end() :]
        )
        yield match["host"].lower(), not is_address


def policy_date(subject: Subject) -> Iterator[Finding]:
    """A date of the policy that isn't the company's."""
    right = subject.company.policy_dated
    for passage in subject.passages():
        for sentence in re.split(r"(?<=[.!?])\s+(?=[А-ЯЁӘІҢҒҮҰҚӨҺA-Z])", passage.text):
            yield from _wrong_dates(passage, sentence, right.isoformat())


def _wrong_dates(passage: Passage, sentence: str, right: str) -> Iterator[Finding]:
    if not UPDATED.search(sentence):
        return
    for (start, end), day in find_dates(sentence):
        if day != right and not BEFORE_LAW.search(sentence[:start] + sentence[end:]):
            yield Finding(
                "policy-date",
                passage.language,
                passage.anchor,
                excerpt(sentence, start, end),
                _("The text is dated %(date)s; the company's policy is of %(right)s.") % {"date": day, "right": right},
                _("Give one date in the text and in the company's file."),
            )


BEFORE_LAW = re.compile(r"№|закон|заң|\blaw\b|regulation", re.IGNORECASE)
