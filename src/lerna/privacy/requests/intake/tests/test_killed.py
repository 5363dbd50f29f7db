"""A process that is really killed, between storing a letter and moving it on the server, and before storing it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from lerna.companies.models import Company
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.tests.test_killed import url_of
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.models import Taken
from lerna.privacy.requests.intake.tests.conftest import Server, write
from lerna.privacy.requests.models import Request
from lerna.privacy.subjects.processing import processing

READ_AND_DIE = """
import os, signal, sys
import django
django.setup()
from lerna.companies.models import Company
from lerna.privacy.requests.intake.imap.connection import Connection
from lerna.privacy.requests.intake.rounds import read_mailbox
from lerna.privacy.requests.intake import operations
from lerna.privacy.requests.intake.models import Taken

def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def move_and_die(self, uid, folder, move=Connection.move):
    move(self, uid, folder)
    die()

match sys.argv[1]:
    case "before storing":
        Taken.objects.create = die
        type(Taken.objects).create = die
    case "before moving":
        Connection.move = die
    case "after moving":
        Connection.move = move_and_die
list(read_mailbox(Company.objects.get(slug="newskills")))
"""


@pytest.fixture
def db(committed: None) -> None:
    """Instead of pytest-django's own transaction: another process must see what is written."""


@pytest.mark.parametrize("at", ["before storing", "before moving", "after moving"])
def test_a_letter_is_taken_once(
    server: Server, read: Callable[[], list[Taken]], newskills: Company, settings: LazySettings, at: str
) -> None:
    server.deliver(write())
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lerna.config.settings",
        "PYTHONPATH": str(Path(__file__).resolve().parents[5]),
        "DATABASE_URL": url_of("default"),
        "LERNA_KEYS_DATABASE_URL": url_of("keys"),
        "LERNA_VAR": str(settings.LERNA_VAR),
        "LERNA_IMAP_URLS": f"newskills={server.url()}",
        "LERNA_SECRET_KEY": settings.SECRET_KEY,
    }
    words = [sys.executable, "-W", "ignore", "-c", READ_AND_DIE, at]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    stored = list(Taken.objects.values_list("outcome", "moved_at"))
    assert stored == ([] if at == "before storing" else [("request", None)])
    assert server.count("Lerna/Requests") == (at == "after moving")
    assert len(read()) == (at == "before storing")
    assert (server.count(), server.count("Lerna/Requests")) == (0, 1)
    assert not Taken.objects.filter(moved_at=None).exists()
    assert read() == []
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert (Request.objects.count(), Letter.objects.count()) == (1, 1)
