"""On a phone: a question under a lesson, the curator's answer, the letter, second thoughts; a complaint, answered."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journeys.installation import PATIENCE, ROOT, Installation
from journeys.test_requests import join, read_letter

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
OpenDesk = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
PREFIXES = pytest.mark.parametrize("prefix", ["", "/kk"], ids=["ru", "kk"])
AUDIENCE = {"": "Комментарий увидят слушатели этого курса", "/kk": "Түсініктемені осы курстың тыңдаушылары"}
POST = {"": "Опубликовать", "/kk": "Жариялау"}
CHANGE = {"": "Изменить", "/kk": "Өзгерту"}
KEEP = {"": "Сохранить", "/kk": "Сақтау"}
CHANGED = {"": "изменено", "/kk": "өзгертілген"}
DELETE = {"": "Удалить", "/kk": "Жою"}
CURATOR = {"": "Куратор ответил под уроком", "/kk": "куратор жауап берді"}
SEND_COMPLAINT = {"": "Отправить жалобу", "/kk": "Шағымды жіберу"}
ENROLL = """
import django; django.setup()
import sys
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import find_by_email
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Text
from lerna.school.catalogue.models import Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import Origin
from lerna.school.learning.operations import enroll

company, now = Company.objects.get(slug="newskills"), clock.now()
lesson = LessonContent(key="light", title="Жарық", blocks=(Text(key="1", markdown="Жарық – толқын."),))
section = SectionContent(key="all", title="Бәрі", lessons=(lesson,))
content = CourseContent(key="talk", language="kk", title="Түс", sections=(section,), runs=(RunContent(key="2026"),))
bring_course(company=company, content=content, now=now)
with processing(Purpose.CONSENT_PROOF, company=company, reason="a journey"):
    person = DataSubject.objects.select_related("company").get(pk=find_by_email(sys.argv[1]).subject_id)
run = Run.objects.select_related("course__company").get(course__company=company, course__key="talk")
enroll(subject=person, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=now)
"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A learner's telephone without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield context
    context.close()


def enroll(installation: Installation, email: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENROLL, email], cwd=ROOT, env=installation.environment, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@PREFIXES
def test_a_question_is_answered_told_by_letter_changed_and_taken_back(
    phone: BrowserContext, installation: Installation, site_server: Address, open_desk: OpenDesk, prefix: str
) -> None:
    page, words = phone.new_page(), f"Неге қызыл алға шығады? {uuid4().hex[:8]}"
    email = join(phone, page, site_server, prefix)
    enroll(installation, email)
    page.goto(site_server("lerna", f"{prefix}/account/courses/talk/2026/light/"))
    talk = page.locator("#talk")
    expect(talk).to_contain_text(AUDIENCE[prefix])
    talk.locator('[name="text"]').last.fill(words)
    talk.locator('[name="name"]').last.fill("Күнбағыс")
    talk.locator('[name="follows"]').last.check()
    talk.get_by_role("button", name=POST[prefix]).last.click()
    own = page.locator("article.talk-comment").filter(has_text=words)
    expect(own).to_contain_text("Күнбағыс")

    desk = open_desk("lerna", "curator")
    desk.goto(site_server("lerna", "/desk/talk/"))
    desk.locator("li.card").filter(has_text=words).get_by_role("link").click()
    desk.locator('[name="answer-text"]').fill("Көз қызылға көбірек күш салады.")
    desk.get_by_role("button", name="Ответить под записью").click()
    letter = read_letter(phone, site_server, email, CURATOR[prefix])
    assert words not in letter, "the letter says that there is an answer, not what was said"
    assert f"{prefix}/account/courses/talk/2026/light/#talk" in letter

    page.reload()
    expect(own.locator(".talk-curator")).to_contain_text("Көз қызылға көбірек күш салады.")
    own.get_by_role("link", name=CHANGE[prefix]).click()
    page.locator('[name="text"]').fill(f"{words} Түсіндім!")
    page.get_by_role("button", name=KEEP[prefix]).click()
    expect(own).to_contain_text(CHANGED[prefix])
    own.get_by_role("button", name=DELETE[prefix]).click()
    expect(page.locator("#talk")).not_to_contain_text(words)


@PREFIXES
def test_a_complaint_gets_a_number_and_an_answer_in_time(
    phone: BrowserContext, site_server: Address, open_desk: OpenDesk, prefix: str
) -> None:
    page, email = phone.new_page(), f"aigerim-{uuid4().hex[:8]}@example.kz"
    page.goto(site_server("lerna", f"{prefix}/complaint/"))
    page.locator('[name="matter"]').select_option("access")
    page.locator('[name="text"]').fill("Ақысын төледім, курс ашылмайды.")
    page.locator('[name="name"]').fill("Айгерім")
    page.locator('[name="email"]').fill(email)
    page.get_by_role("button", name=SEND_COMPLAINT[prefix]).click()
    (number,) = re.findall(r"LC-\d{4}-\d{6}", page.locator(".page-head .lead").inner_text())
    assert number in read_letter(phone, site_server, email, str(number))

    desk = open_desk("lerna", "head")
    desk.goto(site_server("lerna", "/desk/today/"))
    desk.get_by_role("link", name=re.compile("ждут ответа")).click()
    desk.get_by_role("link", name=re.compile(str(number))).click()
    expect(desk.locator("blockquote")).to_contain_text("курс ашылмайды")
    desk.locator('[name="answer-text"]').fill("Доступ открыт.\n\nПриносим извинения.")
    desk.get_by_role("button", name="Отправить ответ").click()
    expect(desk.locator(".request-answer")).to_contain_text("Приносим извинения.")

    page.reload()
    expect(page.locator(".page-head .badge")).to_have_class(re.compile("badge-good"))
    answer = {"": "Ответ на жалобу", "/kk": "шағымына жауап"}[prefix]
    assert "Приносим извинения." in read_letter(phone, site_server, email, answer)
