"""Every write of this room: a version is published, and that is all that ever happens to it."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import document_hash, document_to_json
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import read_source
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.queries import current_version


class PublishingError(Exception):
    """This text can't become the company's next version; the message is a sentence that says why."""


def publish_version(
    *, company: Company, document: Document, dated_on: date, source: Source, now: datetime
) -> PolicyVersion:
    """Make this text the company's current policy and give the new version, numbered from 1 (clause 11.4).

    `dated_on` is the date that the text bears. PublishingError where the document has a text without clauses, is the
    current text again, or bears a date before the current version's or after today; then nothing is published.
    """
    with transaction.atomic():
        # Two publications at once would give one number twice; the second waits here and then sees the first.
        Company.objects.select_for_update().get(pk=company.pk)
        _check_texts(document)
        encoded = document_to_json(document)
        sha256 = document_hash(document)
        current = current_version(company)
        _check_dates(dated_on, current, now)
        if current and current.sha256 == sha256:
            raise PublishingError(
                _("This is the text of version %(number)s already, to the letter.") % {"number": current.number}
            )
        return PolicyVersion.objects.create(
            company=company,
            number=current.number + 1 if current else 1,
            dated_on=dated_on,
            published_at=now,
            source=source,
            document=encoded,
            sha256=sha256,
            languages=[text.language for text in document.texts],
        )


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
        if not any(clause.body for clause in text.clauses()):
            raise PublishingError(_("The text in %(language)s has no clauses.") % {"language": text.language})


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
