"""What a person gets: words in their language, the company's facts, a way out; nothing that another put in."""

import email
import re
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from email.policy import default
from importlib import import_module

import pytest
from django.conf import LazySettings
from django.db import ProgrammingError, connection

from lerna.companies.models import Company
from lerna.privacy.letters.datamap import WRITERS
from lerna.privacy.letters.dispatch import deliver_letter
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.tests.conftest import ADDRESS, CODE, CONFIRMATION, NOW, Peer
from lerna.privacy.letters.values import LetterValueError
from lerna.privacy.letters.wire.mailbox import find_kept, list_kept
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import permit
from lerna.privacy.subjects.processing import PurposeError, processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Write = Callable[..., Letter]
Receive = Callable[..., EmailMessage]
CHANGED = {
    "published_on": date(2026, 4, 1), "version": 3, "page": "https://lerna.kz/policy/",
    "changes": ["Первое", "Второе"], "going_on": ["Третье"],
}  # fmt: skip


@pytest.fixture
def receive(settings: LazySettings, newskills: Company, write: Write, peer: Peer) -> Receive:
    """Writes a letter and takes it at the other end of the wire."""
    settings.LERNA_DEVELOPMENT_HOSTS = False

    def send(**given: object) -> EmailMessage:
        letter = write(**given)
        deliver_letter(company=newskills, letter_id=letter.pk, now=NOW)
        return peer.messages[-1]

    return send


def read(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_kazakh_letter_arrives_letter_by_letter(receive: Receive) -> None:
    message = receive(template="confirmation-code", context=CONFIRMATION, language="kk")
    assert str(message["Subject"]).strip() == "Lerna сайтына арналған растау коды"
    assert message["Content-Language"] == "kk"
    for kind in ("plain", "html"):
        body = read(message, kind)
        for words in (CODE, "Сәлеметсіз бе!", "2026 жылғы 2 наурыз, 10:15", "«Ньюскилз» ЖШС", "Тимирязев көшесі"):
            assert words in body
    assert '<html lang="kk">' in read(message, "html")


@pytest.mark.parametrize(("language", "word"), [("ru", "Здравствуйте!"), ("kk", "Сәлеметсіз бе!"), ("en", "Hello!")])
def test_each_language_names_the_company_and_why(receive: Receive, language: str, word: str) -> None:
    message = receive(language=language)
    for kind in ("plain", "html"):
        assert word in read(message, kind)
        assert "210140019844" in read(message, kind), "the BIN"
        assert "7.1-а" in read(message, kind), "the clause of the purpose"
        assert "info@lerna.kz" in read(message, kind), "who answers for personal data"


def test_it_comes_from_the_site_and_returns_to_an_address_of_its_own(receive: Receive, peer: Peer) -> None:
    message = receive()
    assert message["From"] == "Lerna <info@lerna.kz>"
    assert message["To"] == ADDRESS
    assert message["Auto-Submitted"] == "auto-generated"
    sender = peer.envelopes[0].mail_from
    assert re.fullmatch(r"info\+b\.[a-z2-7]{26}\.[a-z2-7]{16}@lerna\.kz", sender)


@pytest.mark.clause("6.1")
def test_marketing_can_be_stopped_by_the_mail_programs_own_button(receive: Receive, aigerim: DataSubject) -> None:
    permit(subject=aigerim, purposes=[Purpose.MARKETING])
    message = receive(purpose=Purpose.MARKETING, template="policy-changed-goes-on", context=CHANGED)
    link = str(message["List-Unsubscribe"]).strip(" <>")
    assert link.startswith("https://lerna.kz/letters/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in read(message, "plain")
    assert f'href="{link}"' in read(message, "html")


def test_what_a_law_orders_has_no_way_out_and_offers_none(receive: Receive) -> None:
    message = receive(purpose=Purpose.REQUESTS, template="policy-changed-goes-on", context=CHANGED)
    assert message["List-Unsubscribe"] is None
    assert "letters/stop" not in message.as_string()


def test_a_list_is_a_list(receive: Receive) -> None:
    message = receive(template="policy-changed-goes-on", context=CHANGED)
    assert "- Первое\n- Второе\n" in read(message, "plain").replace("\r\n", "\n")
    assert "<ul><li>Первое</li><li>Второе</li></ul>" in read(message, "html")
    assert "1 апреля 2026" in read(message, "plain")


def test_markup_in_a_value_stays_text_and_no_value_becomes_a_link_elsewhere(receive: Receive) -> None:
    evil = '<script>alert(1)</script><a href="https://mallory.example">'
    message = receive(
        template="policy-changed-goes-on",
        context=CHANGED | {"changes": [evil], "page": "https://mallory.example/policy/"},
    )
    html = read(message, "html")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'href="https://mallory' not in html


@pytest.mark.parametrize(
    "course", ["x\r\nBcc: mallory@example.com", "x\nSubject: y", "x\x00y", "x\u2028y", "x\x85y", "x" * 501]
)
def test_a_line_break_in_a_value_is_refused_and_nothing_written(write: Write, course: str) -> None:
    with pytest.raises(LetterValueError) as caught:
        write(context={"course": course, "received_at": NOW})
    assert course not in str(caught.value)


def test_a_line_break_in_an_address_is_refused(write: Write) -> None:
    with pytest.raises(LetterValueError):
        write(to="aigerim@example.kz\r\nBcc: mallory@example.com")


@pytest.mark.parametrize("context", [{}, CONFIRMATION | {"more": "x"}, CONFIRMATION | {"code": 1.5}, {"site": "x"}])
def test_what_the_text_does_not_name_is_refused(write: Write, context: dict[str, object]) -> None:
    with pytest.raises(LetterValueError):
        write(template="confirmation-code", context=context)


@pytest.mark.clause("8.2")
def test_a_purpose_that_is_not_permitted_writes_nothing_and_says_so(
    write: Write, evidence: Callable[[], list[str]]
) -> None:
    letter = write(purpose=Purpose.MARKETING)
    assert (letter.state, letter.address, letter.context) == (State.REFUSED, None, None)
    assert evidence()[-1] == "letter_refused"


@pytest.mark.clause("8.2")
def test_a_purpose_without_contacts_can_write_to_nobody(write: Write) -> None:
    with pytest.raises(PurposeError, match="accounting"):
        write(purpose=Purpose.ACCOUNTING)


def test_every_purpose_that_writes_letters_is_bound_to_its_own_or_meant_not_to_be() -> None:
    migration = import_module("lerna.privacy.letters.migrations.0002_each_purpose_its_letters")
    assert {*migration.BOUND, "requests", "consent-proof"} == {purpose.value for purpose in WRITERS}


@pytest.mark.clause("8.2")
def test_a_purpose_sees_only_its_own_letters_in_the_database(
    newskills: Company, aigerim: DataSubject, write: Write
) -> None:
    permit(subject=aigerim, purposes=[Purpose.MARKETING, Purpose.LEARNING])
    own, other = write(purpose=Purpose.MARKETING), write(purpose=Purpose.LEARNING)

    def numbers(purpose: Purpose) -> set[object]:
        with processing(purpose, company=newskills, reason="test"), connection.cursor() as cursor:
            cursor.execute("select id from letters_letter")
            return {number for (number,) in cursor.fetchall()}

    assert numbers(Purpose.MARKETING) == {own.pk}
    assert numbers(Purpose.LEARNING) == {other.pk}
    assert numbers(Purpose.CONSULTING) == set()
    assert numbers(Purpose.REQUESTS) == numbers(Purpose.CONSENT_PROOF) == {own.pk, other.pk}
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        processing(Purpose.MARKETING, company=newskills, reason="test"),
    ):
        Letter(subject=aigerim, company=newskills, purpose="learning", language="ru", due_at=NOW).save(
            force_insert=True
        )


def test_in_development_it_lies_in_the_mailbox_once(newskills: Company, write: Write) -> None:
    letter = write(template="confirmation-code", context=CONFIRMATION, language="kk")
    deliver_letter(company=newskills, letter_id=letter.pk, now=NOW)
    (kept,) = list_kept("newskills")
    assert kept.number == letter.pk
    assert kept.subject == "Lerna сайтына арналған растау коды"
    assert kept.addressee == ADDRESS
    assert CODE in kept.text
    assert CODE in kept.html
    assert ADDRESS not in repr(kept)
    assert list_kept("kerbez-agy") == ()
    assert find_kept("kerbez-agy", letter.pk) is None


def test_the_file_in_the_mailbox_is_its_owners_alone(settings: LazySettings, newskills: Company, write: Write) -> None:
    letter = write()
    deliver_letter(company=newskills, letter_id=letter.pk, now=NOW)
    (path,) = settings.LERNA_VAR.glob("mailbox/*/*.eml")
    assert path.stat().st_mode & 0o077 == 0
    assert email.message_from_bytes(path.read_bytes(), policy=default)["To"] == ADDRESS


def test_paragraphs_of_an_answer_stand_as_paragraphs(receive: Receive) -> None:
    said = ("Мы проверили <всё>.", "- Это не список из одного слова.")
    context = {"number": "LR-2026-000001", "what": "Жалоба", "page": "https://lerna.kz/x/", "answer": said}
    message = receive(template="request-answer", context=context, purpose=Purpose.REQUESTS)
    text = read(message, "plain").replace("\r\n", "\n")
    assert "\n\nМы проверили <всё>.\n\n- Это не список из одного слова.\n\n" in text
    assert "<p>Мы проверили &lt;всё&gt;.</p>" in read(message, "html")


def test_a_line_break_in_a_paragraph_is_refused(receive: Receive) -> None:
    context = {"number": "LR-2026-000001", "what": "Жалоба", "page": "https://lerna.kz/x/", "answer": ("a\nb",)}
    with pytest.raises(LetterValueError):
        receive(template="request-answer", context=context, purpose=Purpose.REQUESTS)
