"""A package is received from its author's browser, brought in by a job, and what was left behind is swept."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from lerna.companies.models import Company
from lerna.kit.datafile import DataFileError
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.school.catalogue.models import NAME_LENGTH
from lerna.school.catalogue.operations import UnknownKeyError
from lerna.school.exchange.arrivals.models import Arrival, State, package_path
from lerna.school.exchange.folder.lines import FolderError
from lerna.school.exchange.foreign.packages import PackageError, is_package
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.operations import import_package
from lerna.school.exchange.reading import Wishes

JOB = "arrivals.bring_in"
_SHOWN_PARTS = 2  # of a fault's path: the section's folder and the lesson's file


def receive_package(  # noqa: PLR0913 -- what was sent, and what its author wishes
    *,
    company: Company,
    content: "BinaryIO | File[bytes]",
    name: str,
    wishes: Wishes,
    only_try: bool,
    language: LanguageCode,
    author: UUID,
    now: datetime,
) -> Arrival:
    """Keep the package's bytes and let a job bring it in. PackageError for what is no archive; nothing is kept then.

    Killed between bytes and row, it leaves a file that the next sweep takes away.
    """
    own = PurePosixPath(name.replace("\\", "/")).name[-NAME_LENGTH:]
    if not is_package(content):
        raise PackageError(_("%(name)s is neither a ZIP nor a tar archive.") % {"name": own})
    content.seek(0, 2)
    size = content.tell()
    content.seek(0)
    with transaction.atomic():
        arrival = Arrival.objects.create(
            company=company, name=own, size=size, key=wishes.key, teaches=wishes.language or "",
            sites=list(wishes.sites), only_try=only_try, language=language, sent_at=now, seen_at=now, sent_by=author,
        )  # fmt: skip
        default_storage.save(package_path(arrival), File(content))
        job = configure_task(name=JOB, job_manager=JobManager(DjangoConnector()))
        job.defer(arrival=arrival.pk, company=company.pk)
        return arrival


def bring_in(*, company: Company, arrival_id: int, now: datetime) -> Arrival | None:
    """Import the package that waits, and note its report or what is wrong; None where it doesn't wait any more."""
    arrival = _begin(company, arrival_id, now)
    if arrival is None:
        return None
    with translation.override(arrival.language):
        try:
            report = _import(arrival, now)
        except DataFileError as error:
            return _end(arrival, now, faults=[_place(error)])
        except FolderError as error:
            return _end(arrival, now, faults=[_place(fault) for fault in error.faults])
        except (PackageError, UnknownKeyError) as error:
            return _end(arrival, now, faults=[str(error)])
    return _end(arrival, now, report=report)


def _begin(company: Company, arrival_id: int, now: datetime) -> Arrival | None:
    with transaction.atomic():
        waiting = Arrival.objects.select_for_update(of=("self",)).select_related("company")
        arrival = waiting.filter(company=company, pk=arrival_id, state=State.WAITING).first()
        if arrival is not None:
            arrival.state, arrival.seen_at = State.RUNNING, now
            arrival.save(update_fields=["state", "seen_at"])
        return arrival


def _import(arrival: Arrival, now: datetime) -> ImportReport:
    def note_progress(done: int, total: int) -> None:
        Arrival.objects.filter(pk=arrival.pk).update(done=done, total=total)

    with TemporaryDirectory(prefix="lerna-arrival-") as folder:
        path = Path(folder) / (arrival.name or "package")
        with default_storage.open(package_path(arrival)) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        teaches = next((code for code in LANGUAGE_CODES if code == arrival.teaches), None)
        return import_package(
            company=arrival.company,
            path=path,
            now=now,
            author=arrival.sent_by,
            wishes=Wishes(key=arrival.key, language=teaches, sites=tuple(arrival.sites)),
            only_try=arrival.only_try,
            progress=note_progress,
        )


def _end(arrival: Arrival, now: datetime, *, report: ImportReport | None = None, faults: Sequence[str] = ()) -> Arrival:
    """The package has its report, or its faults, and no bytes any more."""
    with transaction.atomic():
        if report is not None and arrival.only_try:
            report.pk, report.course = None, None  # the trial was taken back, what it found out stays
            report.save(force_insert=True)
        arrival.state = State.DONE if report else State.FAILED
        arrival.report, arrival.faults, arrival.seen_at = report, list(faults), now
        arrival.save(update_fields=["state", "report", "faults", "seen_at"])
    default_storage.delete(package_path(arrival))
    return arrival


def _place(fault: DataFileError) -> str:
    """The fault with its place inside the package, not on this machine."""
    parts = fault.path.parts[-_SHOWN_PARTS:] if fault.path.suffix == ".md" else (fault.path.name,)
    return f"{'/'.join(parts)}:{fault.line}: {fault.translated}"
