"""Every write of this room: a version is published, and that is all that ever happens to it."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import document_hash, document_to_json
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import read_source
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.queries import current_version


class PublishingError(Exception):
    """This text can't become the company's next version; the message is a sentence that says why."""


def publish_version(  # noqa: PLR0913 -- what a publication consists of
    *,
    company: Company,
    document: Document,
    dated_on: date,
    source: Source,
    now: datetime,
    actor: Actor = Actor.OPERATOR,
    actor_id: UUID | None = None,
) -> PolicyVersion:
    """Make this text the company's current policy and give the new version, numbered from 1 (clause 11.4).

    That is all: what people agreed to under the text before goes on. Where there may be people, publish by
    `renewal.operations`, which stops first what the new text outdates, and tells everybody (clause 11.5).

    `dated_on` is the date that the text bears. PublishingError as in `check_publishable`; then nothing is published.
    """
    with transaction.atomic():
        # Two publications at once would give one number twice; the second waits here and then sees the first. Whoever
        # gives a consent holds the version (`hold_version`); rows that only point at the company may come meanwhile.
        Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        current = check_publishable(company=company, document=document, dated_on=dated_on, now=now)
        version = PolicyVersion.objects.create(
            company=company,
            number=current.number + 1 if current else 1,
            dated_on=dated_on,
            published_at=now,
            source=source,
            document=document_to_json(document),
            sha256=document_hash(document),
            languages=[text.language for text in document.texts],
        )
        record(
            company=company, operation=Operation.POLICY_PUBLISHED, clause="11.4", actor=actor, actor_id=actor_id,
            now=now, policy_version=version.number, target=("policy-version", version.pk),
            details={"document": version.sha256},
        )  # fmt: skip
        return version


def check_publishable(*, company: Company, document: Document, dated_on: date, now: datetime) -> PolicyVersion | None:
    """The version that this text would follow, None for the first.

    PublishingError where the document has a text without numbered clauses, is the current text again, or bears a date
    before the current version's or after today.
    """
    _check_texts(document)
    current = current_version(company)
    _check_dates(dated_on, current, now)
    if current and current.sha256 == document_hash(document):
        raise PublishingError(
            _("This is the text of version %(number)s already, to the letter.") % {"number": current.number}
        )
    return current


def publish_first_versions(*, now: datetime) -> tuple[PolicyVersion, ...]:
    """Give each company that has no policy yet its first one, and return what was published.

    That is the company's own text where `seeds/<slug>.txt` below LERNA_SHARED has it, imported verbatim, and the model
    text otherwise; either bears the date of the company's file. SourceError for an unreadable seed, DataFileError
    for a wrong model text, PublishingError as in `publish_version`; then nothing is published.
    """
    with transaction.atomic():
        return tuple(
            _publish_first(company, now)
            for company in Company.objects.filter(policy_versions=None).order_by("slug").prefetch_related("sites")
        )


def _publish_first(company: Company, now: datetime) -> PolicyVersion:
    seed = Path(settings.LERNA_SHARED) / "seeds" / f"{company.slug}.txt"
    if seed.is_file():
        document, source = recognize(read_source(seed)).document, Source.IMPORTED
    else:
        document, source = render_document(build_facts(company)), Source.MODEL
    return publish_version(company=company, document=document, dated_on=company.policy_dated, source=source, now=now)


def _check_texts(document: Document) -> None:
    if not document.texts:
        raise PublishingError(_("The document has no text in any language."))
    languages = [text.language for text in document.texts]
    for language in languages:
        if languages.count(language) > 1:
            raise PublishingError(
                _("The document has two texts in %(language)s; each language may stand once.") % {"language": language}
            )
    for text in document.texts:
        # An import numbers what bears no number by itself, and such a number is in no text that anybody agreed to.
        if not any(clause.printed and clause.body for clause in text.clauses()):
            raise PublishingError(
                _(
                    "The text in %(language)s has no numbered clauses. Number them (1.1, 1.2 …), so that each can be "
                    "cited, and import the text again."
                )
                % {"language": text.language}
            )


def _check_dates(dated_on: date, current: PolicyVersion | None, now: datetime) -> None:
    if current and dated_on < current.dated_on:
        raise PublishingError(
            _("The text is dated %(date)s, before version %(number)s of %(current)s; a newer version can't be older.")
            % {"date": dated_on, "number": current.number, "current": current.dated_on}
        )
    if dated_on > clock.local_day(now):
        raise PublishingError(
            _("The text is dated %(date)s, a day that hasn't come; publish it on that day.") % {"date": dated_on}
        )
