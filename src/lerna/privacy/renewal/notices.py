"""Telling everybody of a new version, once each (clause 11.5), in batches that a kill can't make tell anybody twice.

People are told in the order of their numbers; how far it has come stands in the publication and moves in the
transaction that decides on the letters. Who came after the publication has read the new text, and isn't told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lerna.companies.models import Company, Site
from lerna.kit.clock import Clock, local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Consent
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.values import LONGEST_VALUE, MOST_ITEMS, Context
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.policy.queries import list_versions
from lerna.privacy.renewal.changes import ChangedClause, Changes, describe_changes, find_leaving
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.queries import find_address, list_known, read_profiles
from lerna.privacy.renewal.tokens import PATH, sign_person
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

BATCH = 200
LATE = timedelta(minutes=1)  # a request that had begun before a publication and was kept after
STOPPED, NOTHING_STOPPED = "policy-changed", "policy-changed-goes-on"

_log = structlog.get_logger("lerna.renewal")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a batch: the versions up to the new one, and by people's numbers who they are, what they agreed
    to, the earliest first, and who is leaving.
    """

    versions: tuple[PolicyVersion, ...]
    sites: Mapping[str, Site]
    profiles: Mapping[UUID, Profile]
    consents: Mapping[UUID, Sequence[Consent]]
    leaving: frozenset[UUID]


def tell_people(*, publication: Publication, clock: Clock) -> Iterator[int]:
    """Decide on a letter to everybody who hasn't been told yet; gives how many after each batch."""
    while (count := _tell_batch(publication, clock())) is not None:
        yield count


def _tell_batch(publication: Publication, now: datetime) -> int | None:
    """One batch in one transaction; None where nobody is left, or another process is at it."""
    company = publication.company
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="tell of a new policy"):
        rows = Publication.objects.filter(pk=publication.pk, finished_at=None).exclude(version=None)
        held = list(rows.select_for_update(of=("self",), skip_locked=True).select_related("version"))
        if not held:
            return None
        (publication,) = held
        people = _list_next(publication)
        known = _read_known(publication, people)
        for person in people:
            _try_to_tell(person, known, now)
        publication.told += len(people)
        publication.told_until = people[-1].pk if people else publication.told_until
        publication.finished_at = now if len(people) < BATCH else None
        publication.save(update_fields=["told", "told_until", "finished_at"])
        return len(people)


def _list_next(publication: Publication) -> list[DataSubject]:
    version = publication.version
    people = list_known(until=version.published_at + LATE if version else None)
    if publication.told_until is not None:
        people = people.filter(pk__gt=publication.told_until)
    return list(people.select_related("company").order_by("pk")[:BATCH])


def _read_known(publication: Publication, people: Sequence[DataSubject]) -> _Known:
    """Five queries for a batch."""
    company, number = publication.company, publication.version.number if publication.version else 0
    consents: dict[UUID, list[Consent]] = {}
    found = Consent.objects.filter(subject__in=people).select_related("ending").defer("contents")
    for consent in found.order_by("given_at", "pk"):
        consents.setdefault(consent.subject_id, []).append(consent)
    return _Known(
        tuple(version for version in list_versions(company) if version.number <= number),
        {site.key: site for site in company.sites.order_by("place")},
        read_profiles(people),
        consents,
        find_leaving(person.pk for person in people),
    )


def _try_to_tell(person: DataSubject, known: _Known, now: datetime) -> None:
    """Where somebody's key is missing nothing of theirs opens; that mustn't keep the letter from all the others."""
    try:
        with transaction.atomic():
            _tell(person, known, now)
    except MissingKeyError:
        _log.error("a person can't be told: no key", subject=str(person.pk))


def _tell(person: DataSubject, known: _Known, now: datetime) -> None:
    consents, company = known.consents.get(person.pk, ()), person.company
    key = consents[-1].site if consents else person.site
    site = known.sites.get(key) or next(iter(known.sites.values()))
    language = cast(LanguageCode, consents[-1].language if consents else site.default_language)
    own = () if person.pk in known.leaving else consents
    changes = describe_changes(person, own, known.versions, language=language, now=now)
    with translation.override(language):
        context = _write_context(changes, person, site, language)
    letter = send_letter(
        subject=person,
        purpose=Purpose.CONSENT_PROOF,  # rests on a law, so that it reaches also whoever permits nothing else
        template=STOPPED if changes.stopped else NOTHING_STOPPED,
        context=context,
        now=now,
        language=language,
        site=site,
        to=find_address(person, known.profiles),
    )
    _record(company, person, changes.version, letter, now)


def _record(company: Company, person: DataSubject, version: PolicyVersion, letter: Letter, now: datetime) -> None:
    record(
        company=company, operation=Operation.CHANGE_ANNOUNCED, clause="11.5", actor=Actor.JOB, now=now,
        subject=person.pk, policy_version=version.number, site=letter.site, target=("letter", letter.pk),
        details={"template": letter.template, "language": letter.language},
    )  # fmt: skip


def _write_context(changes: Changes, person: DataSubject, site: Site, language: LanguageCode) -> Context:
    said: list[str] = []
    if person.representative_id is not None:
        said.append(_("This letter is about the person whom you represent."))
    said += [line for clause in changes.clauses for line in _name_clause(clause, language)]
    context: dict[str, str | int | list[str]] = {
        "version": changes.version.number,
        "changes": _shorten(said) or [_("Nothing in the clauses that concern you: only what is said to others.")],
        "going_on": _list_going_on(changes, language),
        "page": build_home(site, language) + PATH.format(token=sign_person(person.pk)),
    }
    known: Context = {**context, "published_on": local_day(changes.version.published_at)}
    if changes.last_day is None:
        return known
    stopped = [one.terms.title.in_language(language) for one in changes.stopped]
    return {**known, "stopped": stopped, "last_day": changes.last_day}


def _name_clause(clause: ChangedClause, language: LanguageCode) -> Iterator[str]:
    """A line for each purpose that the clause states anew, and one for the rest."""
    for own in clause.purposes:
        yield _("Clause %(number)s, on “%(title)s”") % {
            "number": own.clause, "title": own.title.in_language(language),
        }  # fmt: skip
    if clause.says_more:
        words = {"number": clause.number, "title": clause.title}
        if clause.change == "added":
            yield _("New clause %(number)s, in “%(title)s”") % words
        elif clause.change == "removed":
            yield _("Clause %(number)s is taken out of “%(title)s”") % words
        else:
            yield _("Clause %(number)s, in “%(title)s”") % words


def _list_going_on(changes: Changes, language: LanguageCode) -> list[str]:
    """Each purpose that the person or the contract permits, and what laws order in one line."""
    ordered, said = [], []
    for own in (one.terms for one in changes.going_on):
        words = {"title": own.title.in_language(language)}
        if own.basis is LegalBasis.LAW:
            ordered.append(words["title"])
        elif own.basis is LegalBasis.CONTRACT:
            said.append(_("“%(title)s”: the contract with you needs it") % words)
        else:
            said.append(_("“%(title)s”: you have agreed, and nothing about it has changed") % words)
    return [*said, _("What a law orders: %(titles)s") % {"titles": ", ".join(ordered)}] if ordered else said


def _shorten(lines: Sequence[str]) -> list[str]:
    """As many lines as a letter takes, and as long; the page shows all."""
    kept = [line if len(line) <= LONGEST_VALUE else f"{line[: LONGEST_VALUE - 1]}…" for line in lines]
    if len(kept) <= MOST_ITEMS:
        return kept
    more = len(kept) - MOST_ITEMS + 1
    return [*kept[: MOST_ITEMS - 1], _("and %(count)s more, which the page below shows") % {"count": more}]
