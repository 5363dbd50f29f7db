"""What the software answers by itself, from the request to the letter, and what it leaves to a person."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.clock import ZONE
from lerna.kit.localized import Localized
from lerna.privacy.consents.obligations import Obligation, forget_obligations, register_obligations
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.lifecycle.erasure import continue_erasure
from lerna.privacy.lifecycle.models import ErasureRun
from lerna.privacy.lifecycle.retention import run_retention
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.operations import (
    Demand,
    Hiding,
    decide_disclosure,
    give_disclosure,
    propose_disclosure,
)
from lerna.privacy.requests.jobs import tend_to
from lerna.privacy.requests.models import Kind, Outcome, State
from lerna.privacy.requests.operations import confirm_identity
from lerna.privacy.requests.tests.conftest import (
    NOW,
    Send,
    answer_to,
    evidence_of,
    go_on,
    letters_to,
    look,
    post_all,
    steps_of,
)
from lerna.privacy.subjects.conftest import AIGERIM
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CREDIT = Localized(ru="Кредит ещё не погашен.", kk="Кредит әлі өтелген жоқ.", en="The credit isn't paid off.")
COURSE = Localized(ru="Курс оплачен и не окончен.", kk="Курс төленген, бірақ аяқталмаған.", en="A course is under way.")


@pytest.fixture
def course() -> Iterator[None]:
    """Rooms above have promised the person a course, and passed their credit to a bank."""

    def state(_subject: DataSubject) -> tuple[Obligation, ...]:
        return (
            Obligation(Purpose.LEARNING, "unfinished-course", COURSE),
            Obligation(Purpose.BANK_CREDIT, "unpaid-credit", CREDIT, ends_on=date(2026, 5, 1)),
        )

    register_obligations(state)
    yield
    forget_obligations(state)


def sees(company: Company, purpose: Purpose) -> int:
    with processing(purpose, company=company, reason="test"):
        return Profile.objects.count()


@pytest.mark.clause("6.2")
def test_access_tells_what_is_held_and_how_to_take_the_copy(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, text="Пришлите всё"))
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.GRANTED)
    assert steps_of(request) == ["received", "verified", "answered", "closed"]
    letter = answer_to(request)
    assert letter.addressee == "Aigerim@example.kz"
    assert letter.subject == "Ваши данные: ответ на обращение LR-2026-000001"
    assert "Ответ на заявку: 3 года с вашего последнего действия на сайте, или пока вы" in letter.text
    assert "Контакты: Адрес электронной почты" in letter.text
    assert "государственный орган или суд" in letter.text
    assert "1 апреля 2026 г." in letter.text
    assert "+7701" not in letter.text


@pytest.mark.clause("6.2")
def test_the_answer_is_kept_as_it_was_read(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, language="kk"))
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        words = str(look(request).answer)
    assert words.startswith("Сәлеметсіз бе!")
    assert all(line in answer_to(request).text for line in words.splitlines())


@pytest.mark.clause("6.8")
def test_who_is_unknown_hears_that_nothing_is_held(send: Send, newskills: Company) -> None:
    request = send(email="mallory@example.kz", name="Мэллори")
    subject = DataSubject(pk=request.subject_id, company=newskills)
    code = letters_to(subject)[0][2]["code"]
    confirm_identity(company=newskills, request_id=request.pk, typed=code, now=NOW)
    request = go_on(request)
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.NOTHING)
    assert "не храним о вас ничего, кроме самого обращения LR-2026-000001" in answer_to(request).text
    assert "3 года с того дня, как мы ответили" in answer_to(request).text


@pytest.mark.clause("6.2")
def test_transfers_are_told_also_where_there_were_none(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, Kind.TRANSFERS))
    assert request.state == State.CLOSED
    assert "Никому не передавали." in answer_to(request).text


@pytest.mark.clause("6.2")
@pytest.mark.clause("9.3")
def test_what_a_state_body_was_given_is_told_unless_a_law_hides_it(demand: Send, aigerim: DataSubject) -> None:
    asked = Demand(
        requester="Медеуский районный суд", ground="ГПК РК, статья 73", document="№ 2-147/2026",
        document_on=NOW.date(), columns=["subjects.profile.phone"],
    )  # fmt: skip
    hidden = replace(asked, requester="Следователь")
    for one, hiding in ((asked, None), (hidden, Hiding("УПК РК, статья 201", NOW.date()))):
        kept = propose_disclosure(subject=aigerim, demand=one, staff=UUID(int=1), now=NOW, hiding=hiding)
        decide_disclosure(company=aigerim.company, disclosure_id=kept.pk, staff=UUID(int=2), approves=True, now=NOW)
        give_disclosure(company=aigerim.company, disclosure_id=kept.pk, staff=UUID(int=1), now=NOW)
    text = answer_to(go_on(demand(aigerim, Kind.TRANSFERS))).text
    assert "Медеуский районный суд. По закону: ГПК РК, статья 73; документ № 2-147/2026. Данные: Контакты." in text
    assert "Следователь" not in text


@pytest.mark.clause("6.6")
def test_a_correction_is_applied_and_told_without_the_values(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, Kind.RECTIFICATION, values={"surname": "Оспанова", "phone": "+77011234567"}))
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.GRANTED)
    with processing(Purpose.REQUESTS, company=aigerim.company, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
        assert (profile.name, profile.surname, profile.phone) == ("Айгерім", "Оспанова", AIGERIM["phone"])
    text = answer_to(request).text
    assert "- фамилия" in text
    assert "телефон" not in text.split("--")[0]
    assert "Оспанова" not in text
    assert ("update", "6.6") in evidence_of(aigerim)
    assert "corrected" in steps_of(request)


@pytest.mark.clause("6.6")
def test_what_is_right_already_is_refused_with_the_reason(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, Kind.RECTIFICATION, values={"name": "Айгерім"}))
    assert (request.outcome, request.ground) == (Outcome.REFUSED, "data-right")
    text = answer_to(request).text
    assert "данные верны" in text
    assert "Закон № 94-V, ст. 25(2)(8)" in text
    assert "пожалуйтесь" in text


@pytest.mark.clause("6.6")
def test_a_correction_in_own_words_is_left_to_a_person(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, Kind.RECTIFICATION, values={"surname": "Оспанова"}, text="И ошибка в дипломе"))
    assert (request.state, request.answered_at) == (State.WORKING, None)
    assert steps_of(request) == ["received", "verified", "corrected", "left-to-person"]


@pytest.mark.clause("6.3")
def test_a_withdrawal_stops_at_once_and_is_closed_when_all_is_destroyed(
    demand: Send, register: Callable[..., DataSubject], newskills: Company
) -> None:
    person = register(newskills, AIGERIM, [Purpose.MARKETING])
    request = go_on(demand(person, Kind.WITHDRAWAL, purposes=(Purpose.MARKETING,)))
    assert (sees(newskills, Purpose.MARKETING), sees(newskills, Purpose.CONSULTING)) == (0, 1)
    assert (request.state, request.outcome) == (State.ANSWERED, Outcome.GRANTED)
    text = answer_to(request).text
    assert "Новости и акции" in text
    assert "27 марта 2026 г." in text  # the 15th working day: the 9th is off, and Nauryz from the 23rd to the 25th
    assert request.due_at == datetime(2026, 3, 28, tzinfo=ZONE)
    later = NOW + timedelta(days=15)
    for run in run_retention(company=newskills, now=later, on=clock.local_day(datetime.now(ZONE)) + timedelta(days=15)):
        for _ in continue_erasure(run=run, now=later):
            pass
    assert go_on(request, later).state == State.CLOSED


@pytest.mark.clause("6.8")
def test_a_withdrawal_that_an_obligation_hinders_is_refused_for_that_alone(
    demand: Send,
    register: Callable[..., DataSubject],
    newskills: Company,
    course: None,  # noqa: ARG001
) -> None:
    person = register(newskills, AIGERIM, [Purpose.MARKETING, Purpose.BANK_CREDIT])
    request = go_on(demand(person, Kind.WITHDRAWAL))
    assert (request.outcome, request.ground) == (Outcome.PARTLY, "obligation")
    assert (sees(newskills, Purpose.MARKETING), sees(newskills, Purpose.BANK_CREDIT)) == (0, 1)
    assert "Кредит на обучение: Кредит ещё не погашен. (1 мая 2026 г.)" in answer_to(request).text


@pytest.mark.clause("6.2")
def test_what_rests_on_a_contract_isnt_withdrawn_and_the_answer_says_so(
    demand: Send, register: Callable[..., DataSubject], newskills: Company
) -> None:
    person = register(newskills, AIGERIM, [Purpose.MARKETING, Purpose.LEARNING])
    request = go_on(demand(person, Kind.WITHDRAWAL))
    assert (sees(newskills, Purpose.MARKETING), sees(newskills, Purpose.LEARNING)) == (0, 1)
    assert "- Обучение: по договору" in answer_to(request).text


@pytest.mark.clause("6.2")
def test_stopping_blocks_everything_but_what_a_law_orders(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, Kind.RESTRICTION))
    assert request.state == State.CLOSED
    assert sees(aigerim.company, Purpose.CONSULTING) == 0
    assert "blocked" in steps_of(request)
    assert "Ваши обращения о данных" in answer_to(request).text


@pytest.mark.clause("6.2")
def test_a_block_knows_no_exception_so_an_obligation_leads_to_a_person(
    demand: Send,
    aigerim: DataSubject,
    course: None,  # noqa: ARG001
) -> None:
    request = go_on(demand(aigerim, Kind.RESTRICTION))
    assert (request.state, request.blocked_at) == (State.WORKING, None)
    assert sees(aigerim.company, Purpose.CONSULTING) == 1


@pytest.mark.clause("6.5")
def test_erasure_stops_at_once_writes_last_and_leaves_the_request_alone(demand: Send, aigerim: DataSubject) -> None:
    company = aigerim.company
    request = tend_to(company=company, request_id=demand(aigerim, Kind.ERASURE).pk, now=NOW)
    assert (request.state, request.run) == (State.ANSWERED, None)  # the letter hasn't left yet
    assert (sees(company, Purpose.CONSULTING), sees(company, Purpose.REQUESTS)) == (0, 1)
    request = go_on(request)
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.GRANTED)
    assert "Ответ на заявку" in answer_to(request).text
    assert sees(company, Purpose.REQUESTS) == 0
    assert steps_of(request)[-3:] == ["erasure-started", "erased", "closed"]
    with processing(Purpose.REQUESTS, company=company, reason="test"):
        assert not Letter.objects.exists()
        assert str(look(request).answer).startswith("Здравствуйте!")
    assert ("destroy", "6.5") in evidence_of(aigerim)


@pytest.mark.clause("6.5")
def test_of_a_blocked_person_nothing_is_destroyed(demand: Send, aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    request = go_on(demand(aigerim, Kind.ERASURE))
    assert request.state == State.WORKING
    assert not ErasureRun.objects.exists()


@pytest.mark.clause("6.8")
def test_an_erasure_that_an_obligation_hinders_leaves_that_alone(
    demand: Send,
    register: Callable[..., DataSubject],
    newskills: Company,
    course: None,  # noqa: ARG001
) -> None:
    person = register(newskills, AIGERIM, [Purpose.LEARNING])
    request = go_on(demand(person, Kind.ERASURE))
    assert (request.state, request.outcome, request.ground) == (State.CLOSED, Outcome.PARTLY, "obligation")
    assert (sees(newskills, Purpose.CONSULTING), sees(newskills, Purpose.LEARNING)) == (0, 1)
    assert "Курс оплачен и не окончен." in answer_to(request).text


@pytest.mark.clause("6.7")
@pytest.mark.parametrize("kind", [Kind.UNLAWFUL, Kind.UNPUBLISH])
def test_what_has_to_be_examined_is_blocked_meanwhile(demand: Send, aigerim: DataSubject, kind: Kind) -> None:
    request = go_on(demand(aigerim, kind, text="Я этого не разрешала"))
    assert (request.state, request.blocked_at) == (State.WORKING, NOW)
    assert sees(aigerim.company, Purpose.CONSULTING) == 0
    assert letters_to(aigerim)[0][0] == "request-blocked"


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.AUTOMATED_DECISION])
def test_what_only_a_person_can_judge_is_left_to_one(demand: Send, aigerim: DataSubject, kind: Kind) -> None:
    request = go_on(demand(aigerim, kind, text="Почему мне отказали?"))
    assert (request.state, request.outcome) == (State.WORKING, "")
    assert steps_of(request) == ["received", "verified", "left-to-person"]
    assert post_all() == []
