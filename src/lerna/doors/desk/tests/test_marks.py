"""The gradebook of a run: in so many queries however long it is, as a file, and one learner's last days."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.doors.desk.tests.officer import join
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.assignments.tests.conftest import Studies, study
from lerna.school.learning.deadlines.models import Extension
from lerna.school.learning.operations import note_result

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Count = Callable[[int], AbstractContextManager[object]]


def enroll(name: str = "Айгерім", slug: str = "newskills", earned: str = "") -> Studies:
    """Somebody studies the course with one marked work."""
    subject = join(name, slug=slug)
    studies = study(subject, subject.company)
    if earned:
        note_result(
            enrollment=studies.enrollment, lesson=studies.lesson, block="poster", part="works", earned=Decimal(earned),
            possible=Decimal(100), now=clock.now(),
        )  # fmt: skip
    return studies


@pytest.fixture
def vera() -> Client:
    return log_in("curator")


def book_of(studies: Studies) -> str:
    return f"/desk/marks/{studies.enrollment.run_id}/"


def list_screens() -> list[object]:
    return [read_line(entry)["details"]["screen"] for entry in Entry.objects.filter(operation="look")]


def test_the_book_shows_everybody_of_the_run_and_nobody_else(vera: Client) -> None:
    enroll("Борис", slug="kerbez-agy", earned="100")
    studies = enroll(earned="59.96")
    enroll("Дана")
    status, page = open_page(vera, book_of(studies))
    assert status == 200
    assert page.index("Айгерім") < page.index("Дана")
    assert "<strong>59,9</strong>" in page
    assert "Тёплые: Плакат" in page
    assert "Борис" not in page
    assert list_screens() == ["gradebook", "gradebook"]
    _, page = open_page(vera, "/desk/marks/")
    assert f'href="{book_of(studies)}"' in page
    assert "Айгерім" not in page


def test_a_hundred_learners_take_as_many_queries_as_one(vera: Client, django_assert_num_queries: Count) -> None:
    studies = enroll(earned="80")
    open_page(vera, book_of(studies))
    with django_assert_num_queries(18):
        open_page(vera, book_of(studies))
    for number in range(99):
        enroll(f"Дана {number}", earned="50" if number % 2 else "")
    with django_assert_num_queries(18):
        _, page = open_page(vera, book_of(studies))
    assert page.count("Дана") == 99


@pytest.mark.clause("8.3")
def test_an_export_is_a_look_and_holds_no_formula(vera: Client) -> None:
    studies = enroll('=HYPERLINK("x")', earned="80")
    answer = vera.get(f"{book_of(studies)}export/csv/", headers={"host": HOST})
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert heads[1] == "Тёплые: Плакат"
    assert row == ['\'=HYPERLINK("x")', "80,0", "80,0", ""]
    answer = vera.get(f"{book_of(studies)}export/xlsx/", headers={"host": HOST})
    assert answer["Content-Disposition"] == 'attachment; filename="color-ru-2026-12.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet
    assert [cell.value for cell in sheet[2]] == ['=HYPERLINK("x")', 80, 80, None]
    assert sheet["A2"].data_type == "s"
    assert list_screens() == ["gradebook-csv", "gradebook-xlsx"]
    assert open_page(vera, f"{book_of(studies)}export/pdf/")[0] == 404


def test_a_curator_gives_longer_with_a_reason_that_the_learner_reads(vera: Client) -> None:
    studies = enroll()
    page = f"{book_of(studies)}{studies.enrollment.pk}/"
    day = clock.local_day(clock.now()) + timedelta(days=40)
    typed = {"work": f"{studies.lesson.pk}/poster", "due_on": day.isoformat(), "reason": "Болела"}
    assert vera.post(page, typed, headers={"host": HOST}).status_code == 302
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.LEARNING, company=company, reason="test"):
        (extension,) = Extension.objects.all()
        assert (extension.due_on, extension.reason) == (day, "Болела")
        assert [one.template for one in Letter.objects.all()] == ["work-extended"]
    _, shown = open_page(vera, page)
    assert "продлён" in shown


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("due_on", "2020-01-01", "Этот день уже прошёл."), ("reason", "", "Обязательное поле."), ("work", "0/x", "")],
)
def test_a_wrong_extension_changes_nothing(vera: Client, field: str, value: str, sentence: str) -> None:
    studies = enroll()
    day = (clock.local_day(clock.now()) + timedelta(days=9)).isoformat()
    typed = {"work": f"{studies.lesson.pk}/poster", "due_on": day, "reason": "Болела", field: value}
    answer = vera.post(f"{book_of(studies)}{studies.enrollment.pk}/", typed, headers={"host": HOST})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    with processing(Purpose.LEARNING, company=studies.enrollment.subject.company, reason="test"):
        assert not Extension.objects.exists()


def test_other_roles_and_other_companies_have_no_such_pages(vera: Client) -> None:
    studies = enroll("Борис", slug="kerbez-agy")
    for path in ("", "export/csv/", f"{studies.enrollment.pk}/"):
        assert open_page(vera, f"{book_of(studies)}{path}")[0] == 404
    manager = log_in("manager")
    assert open_page(manager, "/desk/marks/")[0] == 404
    assert open_page(manager, book_of(studies))[0] == 404
