"""A package that an author sends is brought in once, says what is wrong in its author's words, and leaves no bytes."""

import shutil
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.catalogue.models import Course
from lerna.school.exchange.arrivals.models import Arrival, State, package_path
from lerna.school.exchange.arrivals.operations import bring_in, receive_package
from lerna.school.exchange.arrivals.sweep import count_swept, sweep_arrivals
from lerna.school.exchange.foreign.packages import PackageError
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.reading import Wishes
from lerna.school.exchange.tests.conftest import NOW, company, folder  # noqa: F401 -- fixtures

AUTHOR = uuid4()


def send(company: Company, content: bytes, name: str = "color.zip", *, only_try: bool = False) -> Arrival:  # noqa: F811
    return receive_package(
        company=company, content=BytesIO(content), name=name, wishes=Wishes(), only_try=only_try, language="ru",
        author=AUTHOR, now=NOW,
    )  # fmt: skip


def pack(folder: Path) -> bytes:  # noqa: F811
    """The course's folder as a ZIP, its directions beside it."""
    return Path(shutil.make_archive(str(folder.parent.parent / "packed"), "zip", folder.parent)).read_bytes()


def test_a_package_is_brought_in_once_and_again_in_its_place(company: Company, folder: Path) -> None:  # noqa: F811
    content = pack(folder)
    arrival = send(company, content)
    assert default_storage.exists(package_path(arrival))
    assert bring_in(company=company, arrival_id=arrival.pk, now=NOW)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.done, arrival.total) == (State.DONE, 1, 1)
    assert arrival.report
    assert (arrival.report.name, arrival.report.made_by) == ("color.zip", AUTHOR)
    assert not default_storage.exists(package_path(arrival))
    assert bring_in(company=company, arrival_id=arrival.pk, now=NOW) is None
    again = bring_in(company=company, arrival_id=send(company, content).pk, now=NOW)
    assert again
    assert again.report
    assert again.report.lessons == {"new": 0, "changed": 0, "unchanged": 1, "retired": 0}
    assert Course.objects.count() == 1


def test_a_trial_changes_nothing_and_keeps_what_it_found_out(company: Company, folder: Path) -> None:  # noqa: F811
    arrival = bring_in(company=company, arrival_id=send(company, pack(folder), only_try=True).pk, now=NOW)
    assert Course.objects.count() == 0
    report = ImportReport.objects.get()
    assert arrival
    assert arrival.report == report
    assert (report.course, report.lessons["new"]) == (None, 1)


def test_faults_are_said_in_the_author_s_language_with_places_inside_the_package(
    company: Company,  # noqa: F811
    folder: Path,  # noqa: F811
) -> None:
    (folder / "01-seeing" / "01-light.md").write_text("+++\ntitle = 'Свет'\n+++\n::: image\n:::", encoding="utf-8")
    arrival = bring_in(company=company, arrival_id=send(company, pack(folder)).pk, now=NOW)
    assert arrival
    assert (arrival.state, arrival.report) == (State.FAILED, None)
    assert arrival.faults == ["01-seeing/01-light.md:5: Здесь не хватает «file»."]
    assert not default_storage.exists(package_path(arrival))
    assert Course.objects.count() == ImportReport.objects.count() == 0


def test_what_is_no_archive_is_refused_before_anything_is_kept(company: Company) -> None:  # noqa: F811
    for content in (b"", b"just words", b"\x1f\x8b broken"):
        with pytest.raises(PackageError, match=r"notes\.txt is neither a ZIP"):
            send(company, content, "notes.txt")
    assert not Arrival.objects.exists()


def test_a_foreign_company_s_job_brings_nothing_in(company: Company, folder: Path) -> None:  # noqa: F811
    arrival = send(company, pack(folder))
    other = Company.objects.exclude(pk=company.pk).order_by("pk")[0]
    assert bring_in(company=other, arrival_id=arrival.pk, now=NOW) is None
    arrival.refresh_from_db()
    assert arrival.state == State.WAITING
    assert Course.objects.count() == 0


def test_what_was_cut_off_is_swept_and_what_waits_is_left_alone(company: Company, folder: Path) -> None:  # noqa: F811
    stalled, later = send(company, pack(folder)), clock.now() + timedelta(hours=4)
    Arrival.objects.filter(pk=stalled.pk).update(state=State.RUNNING)
    waiting = send(company, pack(folder))
    Arrival.objects.filter(pk=waiting.pk).update(seen_at=later)
    assert count_swept(company=company, now=later) == 1
    out = StringIO()
    call_command("packages", "sweep", "--dry-run", stdout=out)
    assert "newskills:" in out.getvalue()
    assert sweep_arrivals(company=company, now=later) == len(("its import ends", "its bytes go"))
    stalled.refresh_from_db()
    assert (stalled.state, stalled.faults) == (State.FAILED, [])
    assert not default_storage.exists(package_path(stalled))
    assert default_storage.exists(package_path(waiting))
    assert sweep_arrivals(company=company, now=later + timedelta(days=31)) > 0
    assert not Arrival.objects.filter(pk=stalled.pk).exists()
