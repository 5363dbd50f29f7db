"""Every rule of lint, and the order in which findings are told."""

import re
from collections.abc import Iterable

from lerna.privacy.policy.document import LANGUAGES
from lerna.privacy.policy.lint import addresses, alphabets, compared, facts, numbering, promises
from lerna.privacy.policy.lint.finding import Finding, Rule, Subject

RULES: tuple[Rule, ...] = (
    facts.company_name,
    facts.bin_number,
    facts.missing_facts,
    facts.malformed_email,
    facts.foreign_email,
    facts.foreign_host,
    facts.missing_site,
    facts.policy_date,
    addresses.address_figures,
    addresses.address_twice,
    numbering.section_number,
    numbering.clause_number,
    numbering.gap,
    numbering.double,
    numbering.list_letters,
    compared.missing_clause,
    compared.item_count,
    compared.figures,
    compared.contacts,
    alphabets.mixed_alphabet,
    promises.law_reference,
    promises.outranked_phrase,
    promises.slow_promise,
    promises.long_term,
)


def lint(subject: Subject, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Every finding, by language and then as the text runs."""
    found = dict.fromkeys(finding for rule in rules for finding in rule(subject))
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[int, list[tuple[int, str]], str, str]:
    language = LANGUAGES.index(finding.language) if finding.language else len(LANGUAGES)
    steps = [(int(step), "") if step.isdecimal() else (0, step) for step in re.split(r"[.\-~]", finding.clause)]
    return language, steps, finding.rule, finding.quote
