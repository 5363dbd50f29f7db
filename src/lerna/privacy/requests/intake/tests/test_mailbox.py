"""Letters through a real IMAP server: each becomes what it should, once, and lies where it should afterwards."""

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.tests.test_returns import report
from lerna.privacy.letters.wire.addresses import return_address
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.answering import answer_held
from lerna.privacy.requests.intake.models import Outcome, Taken
from lerna.privacy.requests.intake.tests.conftest import Read, Server, request_of, write
from lerna.privacy.requests.intake.trial.build import Trial, list_trials
from lerna.privacy.requests.models import Kind, Request, State
from lerna.privacy.requests.operations import confirm_identity
from lerna.privacy.requests.tests.conftest import answer_to, go_on, letters_to, post_all
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def steps_of(taken: Taken) -> list[tuple[str, str]]:
    with processing(Purpose.REQUESTS, company=taken.company, reason="test"):
        return [(step.happening, step.note or "") for step in request_of(taken).steps.order_by("place")]


@pytest.mark.clause("6.4")
def test_all_letters_of_the_trial_become_what_they_should(server: Server, read: Read, newskills: Company) -> None:
    trials = list_trials()
    for trial in trials:
        server.deliver(trial.content)
    taken = read()
    assert len(taken) == len(trials) >= 60
    pairs = zip(trials, taken, strict=True)
    assert not {trial.name: (found.outcome, found.reason) for trial, found in pairs if not fits(trial, found)}
    assert read() == []
    counts = Counter(found.outcome for found in taken)
    assert server.count("Lerna/Requests") == counts["request"]
    assert server.count("Lerna/Desk") == counts["desk"]
    assert server.count("Lerna/Automatic") == counts["automatic"]
    assert server.count() == counts["elsewhere"] + counts["own"]
    assert server.count(criterion="UNSEEN") == server.count()
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Request.objects.count() == counts["request"] + counts["desk"]


def fits(trial: Trial, found: Taken) -> bool:
    if found.outcome != trial.outcome:
        return False
    if found.outcome not in {Outcome.REQUEST, Outcome.DESK}:
        return found.request is None
    request = request_of(found)
    expected = (trial.kind or Kind.UNCLEAR, trial.language, trial.site or "lerna", "letter")
    return (request.kind, request.language, request.site, request.channel) == expected


@pytest.mark.clause("6.4")
def test_the_sender_gets_a_number_a_date_and_a_code_in_their_language(
    server: Server, read: Read, aigerim: DataSubject
) -> None:
    server.deliver(write(subject="Дербес деректерді өңдеуді тоқтату", text="Тоқтатыңыздаршы. 8 701 123 45 67"))
    (taken,) = read()
    request = request_of(taken)
    assert (request.subject_id, request.state, request.kind) == (aigerim.pk, State.RECEIVED, Kind.RESTRICTION)
    with processing(Purpose.REQUESTS, company=taken.company, reason="test"):
        assert request.demand == "Дербес деректерді өңдеуді тоқтату\n\nТоқтатыңыздаршы. 8 701 123 45 67"
        assert request.phone == "+77011234567"
    ((template, address, values),) = letters_to(aigerim)
    assert (template, address) == ("request-confirm-letter", "Aigerim@example.kz")
    assert values["number"] == request.number
    assert set(values) == {"number", "what", "code", "until", "page", "answer_by"}
    assert "/kk/requests/" in values["page"]


@pytest.mark.clause("6.8")
def test_the_answer_is_the_same_whether_the_sender_is_known_or_not(
    server: Server, read: Read, aigerim: DataSubject, newskills: Company
) -> None:
    server.deliver(write())
    server.deliver(write("mallory@example.kz"))
    known, unknown = read()
    stranger = DataSubject(pk=request_of(unknown).subject_id, company=newskills)
    assert stranger.pk != aigerim.pk
    ours, theirs = letters_to(aigerim)[0], letters_to(stranger)[0]
    assert (ours[0], set(ours[2]), ours[2]["what"]) == (theirs[0], set(theirs[2]), theirs[2]["what"])
    assert (known.outcome, known.reason) == (unknown.outcome, unknown.reason)
    assert steps_of(known)[0][1].partition("UID")[0] == steps_of(unknown)[0][1].partition("UID")[0]


@pytest.mark.clause("6.4")
def test_a_sender_is_answered_once_a_day_by_a_machine(server: Server, read: Read, aigerim: DataSubject) -> None:
    server.deliver(write())
    server.deliver(write(subject="Уточнить персональные данные"))
    assert [taken.outcome for taken in read()] == ["request", "request"]
    assert len(letters_to(aigerim)) == 1
    second = Taken.objects.order_by("uid").last()
    assert second
    assert [happening for happening, _ in steps_of(second)] == ["received", "left-to-person"]
    assert answer_held(company=second.company, now=clock.now()) == 0
    tomorrow = clock.now() + timedelta(days=1)
    assert (answer_held(company=second.company, now=tomorrow), answer_held(company=second.company, now=tomorrow)) == (
        1, 0,
    )  # fmt: skip
    assert [happening for happening, _ in steps_of(second)][-1] == "identity-asked"
    assert len(letters_to(aigerim)) == 2


@pytest.mark.clause("6.4")
def test_nobody_can_make_us_write_to_thousands(
    server: Server, read: Read, newskills: Company, settings: LazySettings, tmp_path: Path
) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(settings.LERNA_POLICIES, policies)
    words = policies / "intake.toml"
    words.write_text(words.read_text().replace("answers_an_hour = 200", "answers_an_hour = 2"))
    settings.LERNA_POLICIES = policies
    for number in range(4):
        server.deliver(write(f"victim{number}@example.kz"))
    assert [taken.outcome for taken in read()] == ["request"] * 4
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Letter.objects.count() == 2
    assert answer_held(company=newskills, now=clock.now() + timedelta(hours=1, minutes=1)) == 2
    assert not Taken.objects.filter(held_at__isnull=False).exists()


def test_a_letter_of_ours_that_comes_back_is_marked(
    server: Server, read: Read, aigerim: DataSubject, newskills: Company
) -> None:
    server.deliver(write())
    read()
    (letter_id,) = post_all(clock.now())
    server.deliver(report(return_address(letter_id, "info@lerna.kz")).replace(b"\n", b"\r\n"))
    assert [taken.outcome for taken in read()] == ["returned"]
    assert server.count("Lerna/Automatic") == 1
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        letter = Letter.objects.get(pk=letter_id)
        assert (letter.state, letter.outcome) == ("bounced", "5.1.1")
    assert len(letters_to(aigerim)) == 1


@pytest.mark.clause("6.8")
def test_whom_our_server_found_forged_is_not_answered_and_reaches_a_person(
    server: Server, read: Read, aigerim: DataSubject
) -> None:
    server.deliver(write(Authentication_Results="mx.lerna.kz; dmarc=fail header.from=example.kz"))
    (taken,) = read()
    assert (taken.outcome, taken.reason, letters_to(aigerim)) == ("desk", "forged", [])
    assert "поддельный" in steps_of(taken)[0][1]


@pytest.mark.clause("6.8")
def test_a_proven_sender_has_to_type_in_the_code_all_the_same(server: Server, read: Read, aigerim: DataSubject) -> None:
    server.deliver(write(Authentication_Results="mx.lerna.kz; dmarc=pass header.from=example.kz"))
    (taken,) = read()
    assert "подтвердил домен" in steps_of(taken)[0][1]
    assert (request_of(taken).state, request_of(taken).proof) == (State.RECEIVED, "")
    assert len(letters_to(aigerim)) == 1


@pytest.mark.clause("6.8")
def test_the_code_may_be_sent_back_as_an_answer(server: Server, read: Read, aigerim: DataSubject) -> None:
    server.deliver(write())
    (taken,) = read()
    code = letters_to(aigerim)[0][2]["code"]
    with processing(Purpose.REQUESTS, company=taken.company, reason="test"):
        letter = request_of(taken).steps.get(happening="identity-asked").letter
    reply = {"In_Reply_To": f"<letter-{letter}@lerna.kz>"}
    server.deliver(write(subject="Re: Подтвердите обращение", text=f"{code}\n\n> Ваш код: 000000", **reply))
    (answer,) = read()
    assert (answer.outcome, answer.reason, answer.request) == ("added", "confirmed", taken.request)
    assert (request_of(taken).state, request_of(taken).proof) == (State.VERIFIED, "code")


@pytest.mark.clause("6.4")
def test_what_is_written_in_answer_stands_with_the_request(server: Server, read: Read, aigerim: DataSubject) -> None:
    server.deliver(write())
    (taken,) = read()
    with processing(Purpose.REQUESTS, company=taken.company, reason="test"):
        letter = request_of(taken).steps.get(happening="identity-asked").letter
    reply = {"In_Reply_To": f"<letter-{letter}@lerna.kz>"}
    server.deliver(write(subject="Re: обращение", text="Спасибо, жду. Код 111111?", **reply))
    (answer,) = read()
    assert (answer.outcome, answer.reason, answer.request) == ("added", "", taken.request)
    assert steps_of(taken)[-1][0] == "written"
    assert "Спасибо, жду." in steps_of(taken)[-1][1]
    assert request_of(taken).state == State.RECEIVED
    assert len(letters_to(aigerim)) == 1


@pytest.mark.clause("6.4")
def test_a_letter_leads_to_its_answer_without_a_form(server: Server, read: Read, aigerim: DataSubject) -> None:
    server.deliver(write(subject="Запрос", text="Пришлите, пожалуйста, копию моих персональных данных."))
    (taken,) = read()
    code = letters_to(aigerim)[0][2]["code"]
    post_all(clock.now())
    with processing(Purpose.REQUESTS, company=taken.company, reason="test"):
        letter = request_of(taken).steps.get(happening="identity-asked").letter
    server.deliver(write(subject="Re:", text=code, In_Reply_To=f"<letter-{letter}@lerna.kz>"))
    read()
    go_on(request_of(taken), clock.now())
    assert (request_of(taken).state, request_of(taken).outcome) == (State.CLOSED, "granted")
    assert "«Показать мои данные»" in answer_to(request_of(taken)).text


@pytest.mark.clause("6.8")
def test_an_unknown_address_with_a_phone_is_answered_by_a_person(
    server: Server, read: Read, newskills: Company
) -> None:
    """They may be known by that phone, and “nothing is kept of you” would be wrong; whether they are shows nowhere."""
    server.deliver(write("other@example.kz", text="Мой телефон +7 701 123 45 67"))
    (taken,) = read()
    request = request_of(taken)
    stranger = DataSubject(pk=request.subject_id, company=newskills)
    code = letters_to(stranger)[0][2]["code"]
    confirm_identity(company=newskills, request_id=request.pk, typed=code, now=clock.now())
    go_on(request, clock.now())
    assert (request_of(taken).state, steps_of(taken)[-1][0]) == (State.WORKING, "left-to-person")
