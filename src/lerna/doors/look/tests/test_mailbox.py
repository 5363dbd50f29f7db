"""The mailbox of a development machine: newest first, to each company its own, harmless HTML, none in production."""

import os
from collections.abc import Callable
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.test import Client

from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.privacy.letters.wire.mailbox import keep_letter

pytestmark = pytest.mark.django_db

Keep = Callable[..., UUID]


@pytest.fixture
def keep(settings: LazySettings) -> Keep:
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=clock.now())

    def write(
        subject: str, *, company: str = "newskills", html: str = "<html><head></head>…</html>", at: int = 0
    ) -> UUID:
        number, message = uuid4(), EmailMessage()
        message["Subject"], message["To"] = subject, "aigerim@example.kz"
        message.set_content("Сәлеметсіз бе!")
        message.add_alternative(html, subtype="html")
        os.utime(keep_letter(number, company, message.as_bytes()), (at, at))
        return number

    return write


def test_the_newest_letter_stands_first_and_only_the_companys_own(client: Client, keep: Keep) -> None:
    keep("Өтінім", at=1_000)
    keep("Код", at=2_000)
    keep("Чужое", company="kerbez-agy")
    page = client.get("/mailbox/", headers={"host": "lerna.kz"}).content.decode()
    assert page.index("Код") < page.index("Өтінім")
    assert "Чужое" not in page
    assert "Чужое" in client.get("/mailbox/", headers={"host": "e-distant.kz"}).content.decode()


def test_a_letter_is_shown_in_a_frame_without_scripts(client: Client, keep: Keep) -> None:
    number = keep("Код", html="<html><head></head><script>alert(1)</script></html>")
    page = client.get(f"/kk/mailbox/{number}/", headers={"host": "lerna.kz"})
    assert f'src="/kk/mailbox/{number}/html/"' in page.content.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.content.decode()
    assert "Сәлеметсіз бе!" in page.content.decode()
    assert "alert(1)" not in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    frame = client.get(f"/kk/mailbox/{number}/html/", headers={"host": "lerna.kz"})
    policy = frame["Content-Security-Policy"]
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_another_companys_letter_is_not_found(client: Client, keep: Keep) -> None:
    number = keep("Чужое", company="kerbez-agy")
    for path in (f"/mailbox/{number}/", f"/mailbox/{number}/html/", f"/mailbox/{uuid4()}/"):
        assert client.get(path, headers={"host": "lerna.kz"}).status_code == 404


def test_an_empty_mailbox_says_so(client: Client, keep: Keep) -> None:
    assert keep
    assert 'class="empty' in client.get("/mailbox/", headers={"host": "lerna.kz"}).content.decode()


def test_there_is_none_in_production(client: Client, settings: LazySettings, keep: Keep) -> None:
    number = keep("Код")
    settings.IN_PRODUCTION = True
    for path in ("/mailbox/", f"/mailbox/{number}/", f"/mailbox/{number}/html/"):
        assert client.get(path, headers={"host": "lerna.kz"}).status_code == 404
