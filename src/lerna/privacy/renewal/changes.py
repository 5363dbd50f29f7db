"""What a new version changes for one person: the clauses that touch them, what stopped, what goes on (clause 11.5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Cause, Consent, Ending
from lerna.privacy.consents.queries import pick_lapsed
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.diff import Change, ClauseDiff, LineDiff, Run, SectionDiff, TextDiff
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose, PurposeTerms
from lerna.privacy.policy.queries import compare_documents, list_versions, read_document
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import BITS
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause with those of its lines that changed and touch the person. `purposes` are theirs that it states anew."""

    number: str
    title: str
    change: Change
    lines: tuple[LineDiff, ...]
    purposes: tuple[PurposeTerms, ...]
    says_more: bool  # also something that isn't one of these purposes


@dataclass(frozen=True, slots=True)
class Stopped:
    """A purpose that a rule has ended, and until which day, that one included, agreeing anew still saves its data."""

    terms: PurposeTerms
    cause: Cause
    ended_at: datetime
    last_day: date


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A purpose that needs no fresh consent. `agreed_at` is when the person last agreed, where it rests on that."""

    terms: PurposeTerms
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Changes:
    """`before` is the version that the person knew: the oldest one that they agreed to and that stopped, else the last
    but one. `language` is that of the words that are compared.
    """

    version: PolicyVersion
    before: PolicyVersion | None
    language: LanguageCode
    clauses: tuple[ChangedClause, ...]
    stopped: tuple[Stopped, ...]
    going_on: tuple[GoingOn, ...]

    @property
    def last_day(self) -> date | None:
        """The first day on which something that stopped is at its last; None where nothing stopped."""
        return min((one.last_day for one in self.stopped), default=None)


def read_changes(subject: DataSubject, *, language: LanguageCode, now: datetime) -> Changes | None:
    """For the person's page, on a fresh row of theirs; None where the company has no policy. Five queries at most."""
    versions = list_versions(subject.company)
    if not versions:
        return None
    consents = () if find_leaving([subject.pk]) else _read_consents(subject)
    return describe_changes(subject, consents, versions, language=language, now=now)


def read_stopped(subject: DataSubject, *, now: datetime) -> tuple[Stopped, ...]:
    """What waits for a fresh consent, of a fresh row of the person; nothing of one who leaves. No query but where a
    rule has ended something of theirs; then two.
    """
    if not subject.lapsed or find_leaving([subject.pk]):
        return ()
    return _list_stopped(subject, pick_lapsed(_read_consents(subject)), now)


def describe_changes(
    subject: DataSubject,
    consents: Sequence[Consent],
    versions: Sequence[PolicyVersion],
    *,
    language: LanguageCode,
    now: datetime,
) -> Changes:
    """The same for whoever has read these already: all of the person's consents with their endings (none of one who
    leaves), and the versions up to the one that is told of, the newest first. Two queries, for texts not known yet.
    """
    lapsed = pick_lapsed(consents)
    stopped = _list_stopped(subject, lapsed, now)
    going_on = tuple(_list_going_on(subject, consents))
    before = _find_known(versions, [lapsed[one.terms.key] for one in stopped])
    own = frozenset(one.terms.key for one in stopped) | frozenset(one.terms.key for one in going_on)
    compared = _compare(before, versions[0], language) if before else None
    shown, diff = compared or (language, None)
    clauses = tuple(_list_clauses(diff, subject.company, own)) if diff else ()
    return Changes(versions[0], before, shown, clauses, stopped, going_on)


def find_leaving(people: Iterable[UUID]) -> frozenset[UUID]:
    """Who of these has deleted their account and may still come back: nobody asks them for anything. One query."""
    return frozenset(Farewell.objects.filter(subject__in=list(people)).values_list("subject", flat=True))


def _read_consents(subject: DataSubject) -> tuple[Consent, ...]:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="what changed for a person"):
        return tuple(Consent.objects.filter(subject=subject).select_related("ending").defer("contents"))


def _list_going_on(subject: DataSubject, consents: Iterable[Consent]) -> Iterator[GoingOn]:
    agreed = {one.purpose: one.given_at for one in sorted(consents, key=lambda one: one.given_at)}
    for own in terms_for(subject.company).purposes:
        if subject.granted & BITS[own.key] and not own.depersonalized_only:
            yield GoingOn(own, agreed.get(own.key) if own.basis is LegalBasis.CONSENT else None)


def _list_stopped(subject: DataSubject, lapsed: Mapping[Purpose, Ending], now: datetime) -> tuple[Stopped, ...]:
    """What may still be agreed to anew before what it alone needed is destroyed, in the policy's order."""
    days, today = timedelta(days=read_times().ended_days), local_day(now)
    found = []
    for own in terms_for(subject.company).purposes:
        ending = lapsed.get(own.key)
        if ending is None or own.basis is not LegalBasis.CONSENT or subject.granted & BITS[own.key]:
            continue
        goes_on = local_day(ending.ended_at) + days  # in that night
        if goes_on > today:
            found.append(Stopped(own, Cause(ending.cause), ending.ended_at, goes_on - timedelta(days=1)))
    return tuple(found)


def _find_known(versions: Sequence[PolicyVersion], endings: Iterable[Ending]) -> PolicyVersion | None:
    """The version that a person knew."""
    agreed_to = {ending.consent.policy_id for ending in endings if ending.cause == Cause.OUTDATED}
    earlier = versions[1:]
    return next((version for version in reversed(earlier) if version.pk in agreed_to), earlier[0] if earlier else None)


@lru_cache(maxsize=64)
def _compare(
    before: PolicyVersion, after: PolicyVersion, language: LanguageCode
) -> tuple[LanguageCode, TextDiff] | None:
    """Versions never change, and a million people need the same few comparisons."""
    return compare_documents(read_document(before), read_document(after), language)


def _list_clauses(diff: TextDiff, company: Company, own: frozenset[Purpose]) -> Iterator[ChangedClause]:
    stated: dict[str, list[PurposeTerms]] = {}
    for terms in terms_for(company).purposes:
        stated.setdefault(terms.clause, []).append(terms)
    for section in diff.sections:
        for clause in section.clauses:
            if clause.change != "same":
                found = _pick_lines(clause, section, stated, own)
                if found.lines:
                    yield found


def _pick_lines(
    clause: ClauseDiff, section: SectionDiff, stated: Mapping[str, list[PurposeTerms]], own: frozenset[Purpose]
) -> ChangedClause:
    """The changed lines, less those that state purposes which this person has nothing to do with."""
    lines: list[LineDiff] = []
    purposes: dict[PurposeTerms, None] = {}
    place, says_more = "", False
    for line in clause.lines:
        place = _place_of(line) or (place if line.depth else "")
        states = next((terms for anchor, terms in stated.items() if f"{place}-".startswith(f"{anchor}-")), None)
        theirs = [terms for terms in states or () if terms.key in own]
        if _is_same(line) or (states and not theirs):
            continue
        lines.append(line)
        purposes |= dict.fromkeys(theirs)
        says_more = says_more or not states
    number = _read(clause.printed) or clause.number
    return ChangedClause(number, _read(section.title), clause.change, tuple(lines), tuple(purposes), says_more)


def _place_of(line: LineDiff) -> str:
    """The anchor of an item; empty for a paragraph, which belongs to what stands above it."""
    one = line.after or line.before
    return one.anchor if one else ""


def _is_same(line: LineDiff) -> bool:
    return (
        line.before is not None
        and line.after is not None
        and line.before.depth == line.after.depth
        and all(run.kind == "same" for run in (*line.marker, *line.runs))
    )


def _read(runs: tuple[Run, ...]) -> str:
    """The words as they stand now; of what was taken out, as they stood."""
    now = "".join(run.text for run in runs if run.kind != "deleted").strip()
    return now or "".join(run.text for run in runs).strip()
