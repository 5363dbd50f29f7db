"""Every read of this room that decides something. A company's versions are seen through that company only."""

from functools import lru_cache

from django.db import connection

from lerna.companies.models import Company
from lerna.privacy.policy.diff import TextDiff, compare_texts
from lerna.privacy.policy.document import LANGUAGES, Document, Language, Text
from lerna.privacy.policy.document_json import document_from_json
from lerna.privacy.policy.models import PolicyVersion


def current_version(company: Company) -> PolicyVersion | None:
    """The version in force, or None where the company has published nothing yet. One query."""
    return PolicyVersion.objects.filter(company=company).order_by("-number").first()


def hold_version(company: Company) -> PolicyVersion | None:
    """The version in force, which stays so until the caller's transaction ends: a publication waits for that.

    Two queries. Whoever then locks people does so after this, as a publication does; else the two wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("select from companies_company where id = %s for share", [company.pk])
    return current_version(company)


def list_versions(company: Company) -> tuple[PolicyVersion, ...]:
    """Every version, the newest first, without its text. One query."""
    return tuple(PolicyVersion.objects.filter(company=company).order_by("-number").defer("document"))


def get_version(company: Company, number: int) -> PolicyVersion:
    """The company's version of this number; PolicyVersion.DoesNotExist where there is none. One query."""
    return PolicyVersion.objects.get(company=company, number=number)


def get_pair(company: Company, before: int, after: int) -> tuple[PolicyVersion, PolicyVersion]:
    """Two versions in the order asked for; PolicyVersion.DoesNotExist where one is missing. One query."""
    found = {
        version.number: version for version in PolicyVersion.objects.filter(company=company, number__in={before, after})
    }
    if before not in found or after not in found:
        raise PolicyVersion.DoesNotExist
    return found[before], found[after]


def read_document(version: PolicyVersion) -> Document:
    """The version's text as a tree; no query where `document` is loaded."""
    return _decode(version.document)


def choose_text(document: Document, language: Language) -> Text:
    """The text in this language, or the nearest that a reader in Kazakhstan knows: Russian, Kazakh, English in turn."""
    for code in (language, *LANGUAGES):
        text = document.in_language(code)
        if text is not None:
            return text
    raise LookupError("A published document has at least one text.")


def compare_documents(before: Document, after: Document, language: Language) -> tuple[Language, TextDiff] | None:
    """What changed between the two in this language, or in the first that both have; None where they share none."""
    for code in (language, *LANGUAGES):
        old, new = before.in_language(code), after.in_language(code)
        if old is not None and new is not None:
            return code, compare_texts(old, new)
    return None


@lru_cache(maxsize=64)
def _decode(encoded: str) -> Document:
    # Versions never change, so what was parsed once stays right; 64 are some 20 companies with their recent versions.
    return document_from_json(encoded)
