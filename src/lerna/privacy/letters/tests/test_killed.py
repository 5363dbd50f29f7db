"""A process that is really killed, by a signal that nothing can catch, after the mail server has taken the letter."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import LazySettings
from django.db import connections

from lerna.privacy.letters.dispatch import LEASE, deliver_letter
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.tests.conftest import NOW, Peer
from lerna.privacy.letters.wire.delivery import End, Result

SEND_AND_DIE = """
import os, signal, sys
from datetime import datetime
from uuid import UUID
import django
django.setup()
from lerna.companies.models import Company
from lerna.privacy.letters.dispatch import deliver_letter
from lerna.privacy.letters.wire.delivery import post

def send_and_die(*given):
    post(*given)
    os.kill(os.getpid(), signal.SIGKILL)

company, letter, now = Company.objects.get(slug="newskills"), UUID(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
deliver_letter(company=company, letter_id=letter, now=now, by=send_and_die)
"""


@pytest.fixture
def db(committed: None) -> None:
    """Instead of pytest-django's own transaction: another process must see what is written."""


def url_of(alias: str) -> str:
    given = connections[alias].settings_dict
    host = urlencode({"host": given["HOST"]})
    return f"postgresql://{given['USER']}:{quote(str(given['PASSWORD']))}@/{given['NAME']}?{host}"


def test_a_letter_that_was_taken_comes_again_under_its_name(
    peer: Peer, settings: LazySettings, write: Callable[..., Letter], look: Callable[[Letter], Letter]
) -> None:
    letter = write()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lerna.config.settings",
        "PYTHONPATH": str(Path(__file__).resolve().parents[4]),
        "DATABASE_URL": url_of("default"),
        "LERNA_KEYS_DATABASE_URL": url_of("keys"),
        "LERNA_VAR": str(settings.LERNA_VAR),
        "LERNA_SMTP_URL": settings.LERNA_SMTP_URL,
    }
    words = [sys.executable, "-W", "ignore", "-c", SEND_AND_DIE, str(letter.pk), NOW.isoformat()]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    assert len(peer.envelopes) == 1
    claimed = look(letter)
    assert (claimed.state, claimed.attempts, claimed.due_at) == (State.QUEUED, 1, NOW + LEASE)
    again = deliver_letter(company=letter.company, letter_id=letter.pk, now=NOW + LEASE)
    assert again == Result(End.ACCEPTED)
    first, second = peer.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert (look(letter).state, look(letter).attempts) == (State.SENT, 2)
