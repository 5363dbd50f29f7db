"""Which letters are taken out of the mailbox, when, and that each is taken once."""

import imaplib
import threading
from datetime import timedelta

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.imap.account import read_imap_url
from lerna.privacy.requests.intake.imap.connection import open_mailbox
from lerna.privacy.requests.intake.models import Taken
from lerna.privacy.requests.intake.tests.conftest import Read, Server, request_of, write
from lerna.privacy.requests.models import Request
from lerna.privacy.requests.tests.conftest import letters_to
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_letter_that_comes_twice_is_taken_once(server: Server, read: Read, aigerim: DataSubject) -> None:
    server.deliver(b"Received: by one way\r\n" + write())
    server.deliver(b"Received: by another way\r\n" + write())
    assert [taken.outcome for taken in read()] == ["request", "repeated"]
    assert len(letters_to(aigerim)) == 1
    assert server.count("Lerna/Requests") == 2


def test_another_letter_under_a_known_message_id_is_taken(server: Server, read: Read) -> None:
    server.deliver(write(text="Прошу."))
    server.deliver(write(text="Прошу ещё раз, Мэллори не я."))
    assert [taken.outcome for taken in read()] == ["request", "request"]


def test_where_the_server_counts_anew_nothing_is_taken_twice(server: Server, read: Read, newskills: Company) -> None:
    server.deliver(write(subject="Сколько стоит курс?"))
    server.deliver(write())
    assert [taken.outcome for taken in read()] == ["elsewhere", "request"]
    server.renumber()
    server.deliver(write("boris@example.kz", subject="Уточнить персональные данные"))
    assert [taken.outcome for taken in read()] == ["repeated", "request"]
    assert len(set(Taken.objects.values_list("uid_validity"))) == 2
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Request.objects.count() == 2


def test_what_came_long_before_the_first_reading_is_left_alone(server: Server, read: Read) -> None:
    client = server.open()
    client.append("INBOX", None, '"02-Mar-2020 10:00:00 +0500"', write())
    client.logout()
    assert read() == []
    assert server.count() == 1


@pytest.mark.clause("6.4")
def test_terms_run_from_the_moment_at_which_the_server_got_the_letter(server: Server, read: Read) -> None:
    came_at = clock.now().replace(microsecond=0) - timedelta(days=2)
    client = server.open()
    client.append("INBOX", None, imaplib.Time2Internaldate(came_at), write())
    client.logout()
    (taken,) = read()
    assert request_of(taken).received_at == came_at


def test_a_connection_waits_until_a_letter_comes(server: Server) -> None:
    with open_mailbox(read_imap_url(server.url())) as connection:
        assert connection.idles
        assert not connection.wait(0.2)
        sender = threading.Timer(0.3, server.deliver, [write()])
        sender.start()
        assert connection.wait(20)
        sender.join()
        assert len(connection.list_uids(after=0, since=clock.local_day(clock.now()) - timedelta(days=1))) == 1
