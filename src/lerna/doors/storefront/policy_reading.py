"""What the policy's pages show: a version in the reader's language, or in the nearest that it has."""

from dataclasses import dataclass
from typing import cast

from django.utils.translation import get_language

from lerna.privacy.policy.diff import TextDiff
from lerna.privacy.policy.document import LANGUAGES, Language, Text
from lerna.privacy.policy.lines import SectionLines, read_sections
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.queries import choose_text, compare_documents, read_document


@dataclass(frozen=True, slots=True)
class Reading:
    """A version as one page shows it. `missing` is the page's language where the version lacks it, else empty."""

    version: PolicyVersion
    text: Text
    sections: tuple[SectionLines, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions as one page shows them; `diff` is None where no language has a text in both."""

    before: PolicyVersion
    after: PolicyVersion
    language: str
    missing: str
    diff: TextDiff | None


def read_version(version: PolicyVersion) -> Reading:
    """The version in the language of the page, or in Russian, Kazakh or English, whichever it has first. No query."""
    language = _page_language()
    text = choose_text(read_document(version), language)
    return Reading(version, text, read_sections(text), "" if text.language == language else language)


def compare_versions(before: PolicyVersion, after: PolicyVersion) -> Comparison:
    """Both versions in the language of the page, or in the first that both have. No query."""
    wanted = _page_language()
    found = compare_documents(read_document(before), read_document(after), wanted)
    if found is None:
        return Comparison(before, after, wanted, "", None)
    language, diff = found
    return Comparison(before, after, language, "" if language == wanted else wanted, diff)


def _page_language() -> Language:
    language = get_language()
    return cast("Language", language) if language in LANGUAGES else LANGUAGES[0]
