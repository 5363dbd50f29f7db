"""Vera's evening: the queue, a work beside its rubric, the next one; every look is recorded."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.doors.desk.tests.officer import join
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.assignments.models import Phrase, State, Submission
from lerna.school.learning.assignments.operations import hand_in, save_draft
from lerna.school.learning.assignments.tests.conftest import POSTER, study

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def give(name: str = "Айгерім", slug: str = "newskills", text: str = "Мой плакат") -> Submission:
    """Somebody has handed in a work."""
    subject = join(name, slug=slug)
    studies = study(subject, subject.company)
    place = {"enrollment": studies.enrollment, "lesson": studies.lesson, "assignment": POSTER, "now": clock.now()}
    save_draft(**place, text=text, link="https://example.kz/плакат")  # type: ignore[arg-type]
    return hand_in(**place)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def vera() -> Client:
    return log_in("curator")


def send(client: Client, work: Submission, **typed: str) -> tuple[int, str, str]:
    answer = client.post(f"/desk/works/{work.pk}/review/", typed, headers={"host": HOST})
    return answer.status_code, answer.content.decode(), answer.headers.get("Location", "")


def read_state(work: Submission) -> str:
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return str(Submission.objects.get(pk=work.pk).state)


def list_looks(screen: str) -> set[object]:
    lines = [read_line(entry) for entry in Entry.objects.filter(operation="look")]
    return {line["subject"] for line in lines if line["details"]["screen"] == screen}


@pytest.mark.clause("8.3")
def test_the_queue_shows_what_waits_here_and_who_was_seen_is_recorded(vera: Client) -> None:
    give("Борис", slug="kerbez-agy")
    work = give()
    status, page = open_page(vera, "/desk/works/")
    assert status == 200
    assert "Плакат · Айгерім" in page
    assert "Борис" not in page
    assert "Проверим до " in page
    assert list_looks("works") == {str(work.subject_id)}


def test_an_accepted_work_opens_the_next_one(vera: Client) -> None:
    first, second = give(), give("Дана")
    _, page = open_page(vera, f"/desk/works/{first.pk}/")
    assert "Мой плакат" in page
    assert 'href="https://example.kz/плакат"' in page
    assert list_looks("work") == {str(first.subject_id)}
    typed = {"points-idea": "50", "points-color": "30,5", "comment": "Хорошо", "decision": "accept"}
    assert send(vera, first, **typed)[::2] == (302, f"/desk/works/{second.pk}/")
    assert read_state(first) == State.ACCEPTED
    assert send(vera, second, **typed)[::2] == (302, "/desk/works/")
    _, page = open_page(vera, "/desk/works/")
    assert "Всё проверено." in page


def test_what_is_missing_is_said_and_nothing_typed_is_lost(vera: Client) -> None:
    work = give()
    status, page, _ = send(vera, work, **{"points-idea": "70", "comment": "Хорошо, но", "decision": "accept"})
    assert status == 400
    assert "Хорошо, но</textarea>" in page
    assert 'value="70"' in page
    assert "Чтобы принять работу, поставьте здесь баллы." in page
    assert read_state(work) == State.HANDED_IN
    status, page, _ = send(vera, work, decision="return")
    assert status == 400
    assert "Напишите, что исправить" in page


def test_a_phrase_is_put_after_the_words(vera: Client) -> None:
    work = give()
    vera.post("/desk/works/phrases/", {"phrase-text": "Добавьте контраста."}, headers={"host": HOST})
    phrase = Phrase.objects.get()
    _, page = open_page(vera, f"/desk/works/{work.pk}/")
    assert page.count("Добавьте контраста.") == 2
    assert send(vera, work, decision="return", comment="Красиво.", phrases=str(phrase.pk))[0] == 302
    _, page = open_page(vera, f"/desk/works/{work.pk}/")
    assert "<p>Красиво.</p>\n\n<p>Добавьте контраста.</p>" in page


def test_a_colleague_reads_but_does_not_review_what_vera_has_open(vera: Client) -> None:
    work = give()
    open_page(vera, f"/desk/works/{work.pk}/")
    dana = Client()
    dana.cookies["lerna"] = open_desk(Company.objects.get(slug="newskills"), "curator", name="Дана")
    _, page = open_page(dana, f"/desk/works/{work.pk}/")
    assert "Эту работу открыл коллега" in page
    assert "data-review" not in page
    status, page, _ = send(dana, work, decision="return", comment="Вернуть")
    assert status == 409
    assert "Вернуть</textarea>" in page
    assert read_state(work) == State.HANDED_IN
    vera.post(f"/desk/works/{work.pk}/release/", headers={"host": HOST})
    assert send(dana, work, decision="return", comment="Вернуть")[0] == 302


def test_other_roles_and_other_companies_have_no_such_pages(vera: Client) -> None:
    work = give("Борис", slug="kerbez-agy")
    assert open_page(vera, f"/desk/works/{work.pk}/")[0] == 404
    assert send(vera, work, decision="return", comment="…")[0] == 404
    manager = log_in("manager")
    assert open_page(manager, "/desk/works/")[0] == 404
    assert open_page(manager, f"/desk/works/{work.pk}/")[0] == 404
