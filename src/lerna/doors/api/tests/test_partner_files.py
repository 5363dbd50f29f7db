"""A partner fetches what was encrypted for it, by requests that it signs; a stranger gets and learns nothing."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from joserfc import jwe, jws

from lerna.kit import clock
from lerna.privacy.consents.models import Channel as By
from lerna.privacy.consents.models import Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.recipients.keys.own import signing_keys
from lerna.privacy.recipients.keys.requests import forget_requests
from lerna.privacy.recipients.models import Recipient, SeenRequest, State, Transfer
from lerna.privacy.recipients.sending.files import expire_files
from lerna.privacy.recipients.tests.conftest import Partner, Pass, Reread
from lerna.privacy.subjects.models import DataSubject

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST = "/api/partners/messages/"
HOST = "lerna.kz"
Fetching = tuple[Recipient, Partner]
Ask = Callable[..., Any]


def say(partner: Partner, company_bin: str, **claims: object) -> str:
    issued = int(time.time())
    usual = {"iss": partner.name, "aud": company_bin, "iat": issued, "exp": issued + 300, "jti": str(uuid4())}
    return partner.sign(**(usual | claims))


@pytest.fixture
def ask(client: Client, fetching: Fetching) -> Ask:
    """One request, signed as it should be, or with other claims."""
    recipient, partner = fetching

    def send(path: str, method: str = "GET", body: str = "", token: str | None = None, **claims: object) -> Any:  # noqa: ANN401
        signed = token or say(partner, recipient.company.bin, **({"htm": method, "htu": path} | claims))
        headers = {"host": HOST, "authorization": f"JWS {signed}"}
        return client.generic(method, path, body, content_type="application/jose", headers=headers)

    return send


@pytest.fixture
def kept(hand_on: Pass, fetching: Fetching) -> Transfer:
    return hand_on(recipient=fetching[0].key, now=clock.now())


def open_file(body: str, partner: Partner) -> dict[str, Any]:
    opened = jwe.decrypt_compact(body, partner.opening, algorithms=["ECDH-ES+A256KW", "A256GCM"])
    ours = signing_keys("newskills").current
    claims: dict[str, Any] = json.loads(
        jws.deserialize_compact(opened.plaintext or b"", ours, algorithms=["ES256"]).payload
    )
    return claims


def sign_receipt(partner: Partner, company_bin: str, kept: Transfer, body: str) -> str:
    return say(partner, company_bin, txn=str(kept.pk), digest=sha256(body.encode()).hexdigest())


@pytest.mark.clause("9.4")
def test_a_partner_lists_fetches_and_confirms(ask: Ask, kept: Transfer, fetching: Fetching, reread: Reread) -> None:
    recipient, partner = fetching
    (listed,) = ask(LIST).json()["messages"]
    assert (listed["id"], listed["act"]) == (str(kept.pk), "receive")
    assert datetime.fromisoformat(listed["until"]) == kept.created_at + timedelta(days=14)
    assert set(listed) == {"id", "act", "created_at", "until"}, "nothing of the person"
    response = ask(f"{LIST}{kept.pk}/")
    assert response["Content-Type"] == "application/jose"
    assert response["Cache-Control"].startswith("max-age=0")
    body = response.content.decode()
    claims = open_file(body, partner)
    assert claims["data"]["subjects.profile"] == [{"name": "Айгерім", "surname": "Сәрсенова", "phone": "+77011234567"}]
    assert reread(kept).state == State.SENT
    confirmed = ask(f"{LIST}{kept.pk}/receipt/", "POST", sign_receipt(partner, recipient.company.bin, kept, body))
    assert confirmed.status_code == 204
    assert reread(kept).state == State.CONFIRMED
    assert ask(LIST).json() == {"messages": []}
    assert ask(f"{LIST}{kept.pk}/").status_code == 404
    counted = [len(list_about(recipient.company, kept.subject_id, operation)) for operation in
               (Operation.TRANSFER, Operation.RECIPIENT_CONFIRMED)]  # fmt: skip
    assert counted == [1, 1]


def test_it_may_be_fetched_again_until_it_is_confirmed(ask: Ask, kept: Transfer, fetching: Fetching) -> None:
    recipient, partner = fetching
    first, second = (ask(f"{LIST}{kept.pk}/").content.decode() for _ in range(2))
    assert first != second
    assert open_file(first, partner)["txn"] == open_file(second, partner)["txn"]
    path = f"{LIST}{kept.pk}/receipt/"
    assert ask(path, "POST", sign_receipt(partner, recipient.company.bin, kept, first)).status_code == 422
    for _ in range(2):
        assert ask(path, "POST", sign_receipt(partner, recipient.company.bin, kept, second)).status_code == 204
    assert len(list_about(recipient.company, kept.subject_id, Operation.TRANSFER)) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "nobody"},
        {"iss": "ulgi-bank"},
        {"aud": "181040018713"},
        {"htm": "POST"},
        {"htu": "/api/partners/messages/1/"},
        {"jti": "1"},
        {"exp": "tomorrow"},
    ],
)
def test_a_request_that_is_signed_for_something_else(ask: Ask, kept: Transfer, claims: dict[str, object]) -> None:
    assert_unsigned(ask(LIST, **claims), kept)


@pytest.mark.parametrize(
    "seconds",
    [{"iat": -1_000_000_000}, {"exp": 86_400}, {"iat": -900, "exp": -600}, {"iat": 600, "exp": 800}],
)
def test_a_request_that_is_signed_for_another_time(ask: Ask, kept: Transfer, seconds: dict[str, int]) -> None:
    now = int(time.time())  # read here: where the tests are collected, it is long ago when this one runs
    assert_unsigned(ask(LIST, **{claim: now + away for claim, away in seconds.items()}), kept)


def assert_unsigned(response: Any, kept: Transfer) -> None:  # noqa: ANN401
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "JWS")
    assert response.json() == {"error": "The request isn't signed as agreed."}
    assert str(kept.pk) not in response.content.decode()
    assert not SeenRequest.objects.exists()


def test_mallory_signs_by_a_key_of_her_own_or_not_at_all(
    ask: Ask, client: Client, kept: Transfer, fetching: Fetching
) -> None:
    mallory = Partner(fetching[1].name)
    forged = say(mallory, fetching[0].company.bin, htm="GET", htu=LIST)
    assert ask(LIST, token=forged).status_code == 401
    for header in ({}, {"authorization": "JWS"}, {"authorization": "Bearer x"}, {"authorization": "JWS a.b.c"}):
        assert client.get(LIST, headers={"host": HOST, **header}).status_code == 401
    assert client.get(f"{LIST}{kept.pk}/", headers={"host": HOST, "x-client-verify": "SUCCESS"}).status_code == 401


def test_a_request_is_good_once(ask: Ask, fetching: Fetching) -> None:
    token = say(fetching[1], fetching[0].company.bin, htm="GET", htu=LIST)
    assert ask(LIST, token=token).status_code == 200
    assert ask(LIST, token=token).status_code == 401
    assert forget_requests(now=clock.now()) == 0
    assert forget_requests(now=clock.now() + timedelta(minutes=11)) == 1


def test_on_another_companys_site_nothing_is_offered(client: Client, fetching: Fetching) -> None:
    token = say(fetching[1], fetching[0].company.bin, htm="GET", htu=LIST)
    assert client.get(LIST, headers={"host": "e-distant.kz", "authorization": f"JWS {token}"}).status_code == 401


def test_another_partners_files_are_not_offered(ask: Ask, hand_on: Pass, bank: Recipient, bank_keys: Partner) -> None:
    others = hand_on(recipient=bank.key, now=clock.now())
    assert ask(LIST).json() == {"messages": []}
    assert ask(f"{LIST}{others.pk}/").status_code == 404
    token = say(bank_keys, bank.company.bin, htm="GET", htu=LIST)
    assert ask(LIST, token=token).status_code == 401, "this one has an interface of its own"


@pytest.mark.clause("6.5")
def test_what_was_withdrawn_meanwhile_is_offered_no_longer(
    ask: Ask, kept: Transfer, aigerim: DataSubject, reread: Reread
) -> None:
    withdraw(subject=aigerim, channel=By.CABINET, hand=Hand.PERSON, site="lerna", now=clock.now())
    assert ask(f"{LIST}{kept.pk}/").status_code == 404
    assert (reread(kept).state, reread(kept).outcome) == (State.CANCELED, "not-permitted")
    assert not list_about(aigerim.company, aigerim.pk, Operation.TRANSFER)


def test_what_nobody_fetches_ends(ask: Ask, kept: Transfer, reread: Reread) -> None:
    company, later = kept.company, kept.created_at + timedelta(days=14)
    assert list(expire_files(company=company, now=later - timedelta(seconds=1))) == []
    assert list(expire_files(company=company, now=later)) == [kept.pk]
    assert (reread(kept).state, reread(kept).outcome) == (State.FAILED, "expired")
    assert ask(LIST).json() == {"messages": []}


def test_a_wrong_or_endless_receipt_confirms_nothing(
    ask: Ask, kept: Transfer, fetching: Fetching, reread: Reread
) -> None:
    recipient, partner = fetching
    path = f"{LIST}{kept.pk}/receipt/"
    unfetched = sign_receipt(partner, recipient.company.bin, kept, "guess")
    assert ask(path, "POST", unfetched).status_code == 422
    body = ask(f"{LIST}{kept.pk}/").content.decode()
    mallory = sign_receipt(Partner(partner.name), recipient.company.bin, kept, body)
    for written in (mallory, "", "x" * 20_000, say(partner, recipient.company.bin, txn=str(kept.pk))):
        assert ask(path, "POST", written).status_code == 422
    assert ask(f"{LIST}{uuid4()}/receipt/", "POST", "").status_code == 404
    assert reread(kept).state == State.SENT
