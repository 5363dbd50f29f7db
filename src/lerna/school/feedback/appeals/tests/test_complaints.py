"""A complaint: a number, ten calendar days, a written answer, and letters to the staff when the term comes near."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Site
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.clocks import list_dues
from lerna.school.feedback.appeals.complaints import (
    Claim,
    answer_complaint,
    receive_complaint,
    receive_known_complaint,
)
from lerna.school.feedback.appeals.models import Complaint, Matter
from lerna.school.feedback.appeals.operations import AlreadyAnsweredError
from lerna.school.feedback.appeals.queries import (
    NoSuchAppealError,
    complaints_visible_to,
    count_waiting,
    find_complaint,
    list_complaints,
    read_senders,
)
from lerna.school.feedback.appeals.telling import escalate, remind_staff
from lerna.school.feedback.appeals.tokens import WrongTokenError, read_complaint, sign_complaint
from lerna.school.feedback.conftest import NOW, Join, read_letters

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "Оплатила курс неделю назад, а доступа нет. Прошу открыть его или вернуть деньги."
CLAIM = Claim(matter=Matter.ACCESS, text=WORDS, name="Айгерім Сәрсенова", email="aigerim@example.kz")
VERA = uuid4()
Complain = Callable[..., Complaint]


@pytest.fixture
def complain(sites: dict[str, Site]) -> Complain:
    def send(now: datetime = NOW, site: str = "lerna") -> Complaint:
        return receive_complaint(site=sites[site], claim=CLAIM, language="ru", now=now)

    return send


def answer(complaint: Complaint, now: datetime = NOW + timedelta(days=2)) -> Complaint:
    return answer_complaint(
        company=complaint.company, number=complaint.number, text="Доступ открыт.", actor_id=VERA, now=now
    )


@pytest.mark.clause("5.4-в")
def test_a_complaint_gets_a_number_a_term_and_a_letter(complain: Complain) -> None:
    complaint = complain()
    assert complaint.number.startswith("LC-2026-")
    assert clock.last_day_before(complaint.due_at) == date(2026, 3, 12), "ten calendar days after 2 March"
    ((template, address, filled),) = read_letters(complaint.company, Purpose.REQUESTS)
    assert (template, address, filled["number"]) == ("complaint-received", "aigerim@example.kz", complaint.number)
    assert filled["answer_by"] == {"day": "2026-03-12"}
    assert "LC-" not in filled["page"], "the address carries a signed id"
    entry = Entry.objects.get(operation="request_received")
    assert "2026-03-12" in entry.line
    assert WORDS not in entry.line


def test_a_term_that_ends_on_a_day_off_moves_to_the_next_working_day() -> None:
    (due,) = list_dues(datetime(2026, 4, 8, 9, 0, tzinfo=clock.ZONE))  # plus ten is Saturday the 18th
    assert due.last_day == date(2026, 4, 20)
    assert due.source.cite("ru") == "Закон о защите прав потребителей, ст. 42-4"


def test_the_answer_goes_by_letter_once_and_is_evident(complain: Complain) -> None:
    complaint = answer(complain())
    template, address, filled = read_letters(complaint.company, Purpose.REQUESTS)[-1]
    assert (template, address) == ("complaint-answer", "aigerim@example.kz")
    assert filled["answer"] == {"paragraphs": ["Доступ открыт."]}
    assert Entry.objects.get(operation="request_answered").subject == complaint.subject_id
    with pytest.raises(AlreadyAnsweredError):
        answer(complaint)
    assert len(read_letters(complaint.company, Purpose.REQUESTS)) == 2
    assert list_complaints(complaint.company) == ()
    assert [one.pk for one in list_complaints(complaint.company, answered=True)] == [complaint.pk]


def test_whoever_is_known_by_the_address_is_the_complaints_person_also_while_blocked(
    complain: Complain, join: Join
) -> None:
    aigerim = join()
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    complaint = complain()
    assert complaint.subject_id == aigerim.pk
    with processing(Purpose.REQUESTS, company=complaint.company, reason="test"):
        assert [str(one.text) for one in complaints_visible_to(aigerim)] == [WORDS]


def test_a_stranger_appears_for_the_complaint_alone(complain: Complain) -> None:
    subject = complain().subject
    with processing(Purpose.LEARNING, company=subject.company, reason="test"):
        assert not DataSubject.objects.exists()


def test_an_account_complains_without_typing_its_address(sites: dict[str, Site], join: Join) -> None:
    aigerim = join()
    claim = Claim(matter=Matter.STAFF, text=WORDS)
    complaint = receive_known_complaint(subject=aigerim, site=sites["lerna"], claim=claim, language="kk", now=NOW)
    assert read_letters(complaint.company, Purpose.REQUESTS)[0][1] == "aigerim@example.kz"
    with processing(Purpose.REQUESTS, company=complaint.company, reason="test"):
        (sender,) = read_senders([find_complaint(complaint.company, complaint.number)])
    assert (sender.name, sender.email) == ("Айгерім", "aigerim@example.kz")


def test_the_other_company_can_neither_find_nor_answer_it(complain: Complain, sites: dict[str, Site]) -> None:
    complaint, other = complain(), sites["e-distant"].company
    assert list_complaints(other) == ()
    with pytest.raises(NoSuchAppealError):
        answer_complaint(company=other, number=complaint.number, text="?", actor_id=VERA, now=NOW)
    with processing(Purpose.REQUESTS, company=complaint.company, reason="test"):
        assert Complaint.objects.get().answered_at is None


def test_a_token_is_ours_or_refused(complain: Complain) -> None:
    complaint = complain()
    assert read_complaint(sign_complaint(complaint.pk)) == complaint.pk
    with pytest.raises(WrongTokenError):
        read_complaint(sign_complaint(complaint.pk)[:-1])


def test_the_staff_are_reminded_before_the_term_and_the_head_hears_after_it(complain: Complain) -> None:
    complaint = complain()
    company = complaint.company
    for role in ("privacy-officer", "head"):
        open_desk(company, role)
    assert remind_staff(company=company, now=NOW) == 0, "there is time yet"
    before, after = complaint.due_at - timedelta(hours=2), complaint.due_at + timedelta(minutes=1)
    assert escalate(company=company, now=before) == 0
    assert [remind_staff(company=company, now=before) for _ in range(2)] == [1, 0], "once"
    assert [escalate(company=company, now=after) for _ in range(2)] == [1, 0], "once"
    told = [(name, address) for name, address, _ in read_letters(company, Purpose.REQUESTS)][-2:]
    assert told == [
        ("complaint-due", "vera-privacy-officer@example.kz"),
        ("complaint-late", "vera-head@example.kz"),
    ]


def test_nobody_hears_of_what_is_answered(complain: Complain) -> None:
    complaint = answer(complain())
    open_desk(complaint.company, "head")
    assert escalate(company=complaint.company, now=complaint.due_at + timedelta(days=1)) == 0


@pytest.mark.parametrize("days", [0, 4, 9, 12])
def test_what_waits_is_counted_by_its_term(complain: Complain, days: int) -> None:
    company = complain().company
    waiting = count_waiting(company, NOW + timedelta(days=days))
    assert (waiting.late, waiting.week, waiting.all) == (int(days == 12), int(days in {4, 9}), 1)


def test_the_command_lists_and_says_whom_it_would_tell(complain: Complain) -> None:
    complaint, out = complain(clock.now() - timedelta(days=30)), StringIO()
    call_command("complaints", "list", stdout=out)
    call_command("complaints", "escalate", "--dry-run", stdout=out)
    assert out.getvalue().count(complaint.number) == 2
    with processing(Purpose.REQUESTS, company=complaint.company, reason="test"):
        assert Complaint.objects.get().escalated_at is None
