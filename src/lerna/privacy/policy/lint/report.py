"""Findings for the person at the terminal and for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerna.privacy.policy.lint.finding import Finding


def report_lines(slug: str, findings: Sequence[Finding]) -> Iterator[str]:
    """The findings by language, each with its clause, rule, sentence, words and remedy; the count comes last."""
    for language, group in groupby(findings, key=lambda finding: finding.language):
        yield _("— %(language)s —") % {"language": language or _("all languages")}
        for finding in group:
            mark = "" if finding.severity == "defect" else _(" (warning)")
            yield f"{finding.clause}  [{finding.rule}]{mark} {finding.sentence}"
            yield f"    «{finding.quote}»"
            yield f"    → {finding.remedy}"
    if not findings:
        yield _("%(slug)s: nothing found.") % {"slug": slug}
        return
    yield ngettext("%(slug)s: %(count)s finding.", "%(slug)s: %(count)s findings.", len(findings)) % {
        "slug": slug,
        "count": len(findings),
    }


def report_json(slug: str, votes: dict[str, int] | None, findings: Sequence[Finding]) -> dict[str, object]:
    """The same for programs; `votes` tells how the company was found, null where it was named."""
    return {"company": slug, "votes": votes, "findings": [asdict(finding) for finding in findings]}
