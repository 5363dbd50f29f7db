"""Authors bring a package in at the desk, see how far it is and what became of it, and take a course along."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.doors.desk.courses.bringing import views
from lerna.doors.desk.courses.bringing.uploading import LimitedUpload
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page
from lerna.school.catalogue.models import Course
from lerna.school.exchange.arrivals.models import Arrival
from lerna.school.exchange.arrivals.operations import bring_in
from lerna.school.exchange.ledger import Outcome
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.operations import import_package

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/desk/import/"
COURSE = 'key = "light-ru"\nlanguage = "ru"\ntitle = "Свет"\nsites = ["skillbox"]\n'
LESSON = '+++\ntitle = "Луч"\n+++\nСлово с картинкой: ![луч](files/ray.png)\n'


@pytest.fixture
def author() -> Client:
    return log_in("author")


def pack(lesson: str = LESSON) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in {
            "course.toml": COURSE, "01-one/section.toml": 'title = "Первый"', "01-one/01-ray.md": lesson,
            "files/ray.png": "picture",
        }.items():  # fmt: skip
            archive.writestr(f"light-ru/{name}", text)
    return packed.getvalue()


def send(client: Client, content: bytes, name: str = "light.zip", **wishes: str) -> tuple[int, str, str]:
    data = {"file": SimpleUploadedFile(name, content), **wishes}
    response = client.post(PATH, data, headers={"host": HOST})
    return response.status_code, response.content.decode(), response.headers.get("Location", "")


def work_off() -> None:
    """What the worker does."""
    for arrival in Arrival.objects.order_by("pk"):
        bring_in(company=arrival.company, arrival_id=arrival.pk, now=NOW)


def test_a_package_comes_in_with_a_report_and_goes_out_again(author: Client) -> None:
    status, _, place = send(author, pack())
    assert status == 302
    assert "Пакет открывается" in open_page(author, place)[1]
    work_off()
    response = author.get(place, headers={"host": HOST}, follow=True)
    page = response.content.decode()
    assert "light.zip" in page
    assert "/desk/courses/light-ru/lessons/ray/" in page
    assert "Свет" in open_page(author, PATH)[1]
    course = Course.objects.get(key="light-ru")
    assert [site.key for site in course.sites.all()] == ["skillbox"]
    for name, held in (("folder.zip", "light-ru/files/ray.png"), ("cartridge.imscc", "files/ray.png")):
        answer = author.get(f"/desk/courses/light-ru/{name}", headers={"host": HOST})
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[arg-type]
            assert archive.read(held) == b"picture"


def test_what_is_wrong_in_a_package_is_said_and_nothing_comes_in(author: Client) -> None:
    _, _, place = send(author, pack(LESSON.replace("ray.png", "no.png")))
    work_off()
    page = open_page(author, place)[1]
    assert "01-one/01-ray.md:4: В папке курса нет файла «files/no.png»." in page
    assert "не загружен" in open_page(author, PATH)[1]
    assert not Course.objects.exists()


def test_what_is_no_package_or_too_large_is_said_on_the_form(author: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    status, page, _ = send(author, b"just words", "notes.txt")
    assert status == 422
    assert "notes.txt" in page
    monkeypatch.setattr(views, "LimitedUpload", lambda request: LimitedUpload(request, most=10))
    status, page, _ = send(author, pack())
    assert status == 413
    assert "больше 500 МБ" in page
    assert author.post(PATH, {}, headers={"host": HOST}).status_code == 422
    assert not Arrival.objects.exists()


def test_a_form_without_a_proof_that_it_is_ours_sends_nothing(author: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = author.cookies
    assert strict.post(PATH, {"file": SimpleUploadedFile("a.zip", pack())}, headers={"host": HOST}).status_code == 403
    assert not Arrival.objects.exists()


def test_another_company_s_author_sees_none_of_it_and_other_roles_have_no_such_page(author: Client) -> None:
    _, _, place = send(author, pack())
    work_off()
    report = f"{PATH}reports/{ImportReport.objects.get().pk}/"
    theirs, manager = log_in("author", "kerbez-agy"), log_in("manager")
    for path in (place, report, "/desk/courses/light-ru/folder.zip"):
        assert open_page(theirs, path, "e-distant.kz")[0] == 404
    for path in (PATH, place, report):
        assert open_page(manager, path)[0] == 404


def test_the_report_says_of_every_part_of_a_foreign_package_what_became_of_it(author: Client, shared_dir: Path) -> None:
    company = Company.objects.get(slug="newskills")
    package = shared_dir / "content" / "openedx-demo-course.tar.gz"
    report = import_package(company=company, path=package, now=NOW)
    place = f"{PATH}reports/{report.pk}/"
    counts = report.count()
    for outcome in Outcome:
        page = open_page(author, f"{place}?outcome={outcome}")[1]
        assert f": {counts[outcome]}" in page
    unsafe = open_page(author, f"{place}?outcome=unsafe&page=2")[1]
    assert unsafe.count('class="report-entry"') == counts[Outcome.UNSAFE] - 100
    assert len(unsafe.encode()) < 100_000


def test_the_list_costs_the_same_for_one_import_and_three(
    author: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send(author, pack())
    work_off()
    with django_assert_num_queries(11):
        open_page(author, PATH)
    for _ in range(2):
        send(author, pack())
        work_off()
        send(author, pack(LESSON.replace("ray.png", "no.png")))
        work_off()
    with django_assert_num_queries(11):
        open_page(author, PATH)
