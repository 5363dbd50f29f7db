"""A learner gets the certificate of a finished course, takes it away, hides it; nobody else gets anything of it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import NOW, Visitor
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Text
from lerna.school.catalogue.models import Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.certificates.models import Certificate
from lerna.school.learning.models import Enrollment, Origin, State
from lerna.school.learning.operations import enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TITLE = "Түс негіздері: ұғым мен іңкәрлік"


@pytest.fixture
def graduate(visitor: Visitor) -> Visitor:
    """Aigerim, who has finished a course and is logged in."""
    visitor.join()
    company = Company.objects.get(slug="newskills")
    lesson = LessonContent(key="light", title="Жарық", blocks=(Text(key="1", markdown="Сөз."),))
    content = CourseContent(
        key="color-kk", language="kk", title=TITLE, hours=24, runs=(RunContent(key="own"),),
        sections=(SectionContent(key="seeing", title="Көру", lessons=(lesson,)),),
    )  # fmt: skip
    bring_course(company=company, content=content, now=NOW)
    with processing(Purpose.LEARNING, company=company, reason="test"):
        subject = DataSubject.objects.get()
    run = Run.objects.select_related("course").get()
    enroll(subject=subject, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    with processing(Purpose.LEARNING, company=company, reason="test"):
        enrollment = Enrollment.objects.get()
        enrollment.state, enrollment.finished_at = State.FINISHED, clock.now()
        enrollment.save(update_fields=["state", "finished_at"])
    return visitor


def get(visitor: Visitor, language: str = "kk") -> str:
    """Gets the certificate; its number."""
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.LEARNING, company=company, reason="test"):
        enrollment = str(Enrollment.objects.get().pk)
    status, _, address = visitor.send("/account/certificates/issue/", {"enrollment": enrollment, "language": language})
    assert (status, address) == (302, "/account/certificates/")
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return Certificate.objects.get(revoked_at=None).number


@pytest.mark.clause("7.1-з")
def test_the_paper_has_every_kazakh_letter_and_its_page_says_the_same(graduate: Visitor) -> None:
    assert "Получить сертификат" in graduate.open("/account/certificates/")
    number = get(graduate)
    response = graduate.client.get(f"/account/certificates/{number}/certificate.pdf", headers={"host": graduate.host})
    content = response.content
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for expected in ("Айгерім Сәрсенова", "Иегері", number, "24 сағат оқу"):
        assert expected in words
    assert "іңкәрлік" in words
    stranger = Visitor()
    page = stranger.open(f"/certificates/{number}/")
    for expected in ("Айгерім Сәрсенова", TITLE, "Действует"):
        assert expected in page
    assert not stranger.client.cookies
    same = SimpleUploadedFile("certificate.pdf", content)
    assert "Это тот самый файл" in check_file(stranger, number, same)
    assert "Это не тот файл" in check_file(stranger, number, SimpleUploadedFile("certificate.pdf", content + b" "))


def check_file(visitor: Visitor, number: str, file: SimpleUploadedFile) -> str:
    response = visitor.client.post(f"/certificates/{number}/", {"file": file}, headers={"host": visitor.host})
    return str(response.content.decode())


def test_a_second_click_makes_no_second_one(graduate: Visitor) -> None:
    get(graduate)
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.LEARNING, company=company, reason="test"):
        enrollment = str(Enrollment.objects.get().pk)
    status, _, _ = graduate.send("/account/certificates/issue/", {"enrollment": enrollment, "language": "ru"})
    assert status == 200
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert Certificate.objects.count() == 1


def test_what_is_hidden_nobody_sees_and_its_holder_does(graduate: Visitor) -> None:
    number = get(graduate)
    graduate.send(f"/account/certificates/{number}/show/", {"shown": "no"})
    assert "Айгерім" not in Visitor().open(f"/certificates/{number}/", status=404)
    assert "Сертификат скрыт" in graduate.open("/account/certificates/")
    graduate.send(f"/account/certificates/{number}/show/", {"shown": "yes"})
    assert "Айгерім" in Visitor().open(f"/certificates/{number}/")


def test_a_number_is_read_however_it_is_typed(graduate: Visitor) -> None:
    number = get(graduate)
    stranger = Visitor()
    typed = {"number": number.lower().replace("-", " ")}
    response = stranger.client.get("/certificates/", typed, headers={"host": stranger.host})
    assert response.headers["Location"] == f"/certificates/{number}/"
    assert "двенадцать" in stranger.open("/certificates/?number=123", status=422)


def test_another_company_s_site_knows_nothing_of_it(graduate: Visitor) -> None:
    number = get(graduate)
    assert "Айгерім" not in Visitor("e-distant.kz").open(f"/certificates/{number}/", status=404)


def test_a_stranger_gets_neither_paper_nor_badge(graduate: Visitor) -> None:
    number = get(graduate)
    for name in ("certificate.pdf", "badge.jwt"):
        response = Visitor().client.get(f"/account/certificates/{number}/{name}", headers={"host": "lerna.kz"})
        assert response.headers["Location"].startswith("/account/sign-in/")
    badge = graduate.client.get(f"/account/certificates/{number}/badge.jwt", headers={"host": graduate.host})
    assert badge.content.count(b".") == len(("head", "payload"))


def test_what_checks_badges_is_public_and_names_nobody(graduate: Visitor) -> None:
    get(graduate)
    stranger = Visitor()
    assert "did:web:lerna.kz" in stranger.open("/.well-known/did.json")
    assert stranger.open("/certificates/status/0/").count(".") == len(("head", "payload"))
    stranger.open("/certificates/status/7/", status=404)
