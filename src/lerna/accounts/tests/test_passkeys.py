"""Passkeys as a second factor: whatever is bent in an answer is refused, and nothing changes by it."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lerna.accounts.factors.keeping import NotProvenError, WrongSecondError, list_ways
from lerna.accounts.factors.passkeys import (
    LIFE,
    RelyingParty,
    add_passkey,
    ask_passkey,
    begin_passkey,
    enter_passkey,
)
from lerna.accounts.limits import TooOftenError
from lerna.accounts.models import Factor, SignIn, User
from lerna.accounts.queries import Account
from lerna.accounts.staff import add_staff
from lerna.accounts.tests.authenticator import PRESENT, VERIFIED, Authenticator, to_bytes, to_text
from lerna.accounts.tests.conftest import NOW
from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LogIn = Callable[..., Account]
LERNA = RelyingParty("lerna.kz", "https://lerna.kz", "Lerna")
SKILLBOX = RelyingParty("skillbox.kz", "https://skillbox.kz", "Skillbox")


def make(account: Account, device: Authenticator | None = None, party: RelyingParty = LERNA) -> Authenticator:
    """A passkey of this person's on a device."""
    device = device or Authenticator(party.origin)
    options = begin_passkey(account=account, party=party, label="Lerna: Менеджер", now=NOW)
    add_passkey(account=account, party=party, name="Ноутбук", answer=device.create(options), now=NOW)
    return device


def show(account: Account, device: Authenticator, **bent: Any) -> None:  # noqa: ANN401
    options = ask_passkey(account=account, party=LERNA, now=NOW)
    enter_passkey(account=account, party=LERNA, answer=device.get(options, **bent), now=NOW)


def read_state(company: Company) -> tuple[list[object], list[object]]:
    """Everything that an answer could change."""
    with processing(Purpose.SECURITY, company=company, reason="test"):
        factors = list(Factor.objects.order_by("pk").values_list("pk", "counter", "used_at", "digest"))
        return factors, list(SignIn.objects.order_by("pk").values_list("pk", "proven_at"))


@pytest.mark.clause("8.3")
def test_a_passkey_is_made_and_proves_later_log_ins(vera: User, log_in: LogIn) -> None:
    device = make(log_in(vera))
    account = log_in(vera)
    show(account, device, handle=vera.pk.bytes)
    with processing(Purpose.SECURITY, company=vera.subject.company, reason="test"):
        assert SignIn.objects.get(pk=account.sign_in.pk).proven_at == NOW
        (factor,) = Factor.objects.all()
        assert (factor.name, factor.host, factor.counter) == ("Ноутбук", "lerna.kz", 2)


def test_of_the_device_nothing_is_kept_but_its_key(vera: User, log_in: LogIn) -> None:
    make(log_in(vera))
    with processing(Purpose.SECURITY, company=vera.subject.company, reason="test"):
        kept = to_bytes(str(Factor.objects.get().secret))
        assert kept.startswith(bytes(16))  # its make, which the authenticator of the test says in full
        assert "Ноутбук" not in str(list(Factor.objects.values()))


def test_the_options_name_nobody_and_ask_for_more_than_a_touch(vera: User, log_in: LogIn) -> None:
    account = log_in(vera)
    options = json.loads(json.dumps(begin_passkey(account=account, party=LERNA, label="Lerna: Менеджер", now=NOW)))
    assert options["rp"] == {"id": "lerna.kz", "name": "Lerna"}
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert options["user"] == {
        "id": to_text(vera.pk.bytes),
        "name": "Lerna: Менеджер",
        "displayName": "Lerna: Менеджер",
    }
    assert [one["alg"] for one in options["pubKeyCredParams"]] == [-7, -8, -257]
    device = make(account)
    options = json.loads(json.dumps(ask_passkey(account=account, party=LERNA, now=NOW)))
    assert options["allowCredentials"] == [{"type": "public-key", "id": to_text(device.id)}]
    assert options["userVerification"] == "required"


NEW = {
    "another page": {"origin": "https://lerna.kz.evil.example"},
    "another host of the same page": {"origin": "https://shop.lerna.kz"},
    "no encryption": {"origin": "http://lerna.kz"},
    "another site": {"host": "skillbox.kz"},
    "another challenge": {"challenge": to_text(b"\x01" * 32)},
    "an answer to another question": {"kind": "webauthn.get"},
    "a frame": {"cross": True},
    "nobody there": {"flags": 0x44},
    "a touch alone": {"flags": 0x41},
    "no key": {"flags": PRESENT | VERIFIED},
    "another name outside than inside": {"id": b"\x02" * 32},
    "a weak algorithm": {"algorithm": -65535},
}


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("bent", NEW.values(), ids=NEW.keys())
def test_a_bent_answer_makes_no_passkey(vera: User, log_in: LogIn, bent: dict[str, Any]) -> None:
    account = log_in(vera)
    before = read_state(vera.subject.company)
    options = begin_passkey(account=account, party=LERNA, label="Lerna", now=NOW)
    answer = Authenticator(LERNA.origin).create(options, **bent)
    with pytest.raises(WrongSecondError):
        add_passkey(account=account, party=LERNA, name="", answer=answer, now=NOW)
    assert read_state(vera.subject.company) == before


SHOWN = {name: bent for name, bent in NEW.items() if name not in ("a weak algorithm", "no key")} | {
    "an answer to another question": {"kind": "webauthn.create"},
    "nobody there": {"flags": VERIFIED},
    "a touch alone": {"flags": PRESENT},
    "another signature": {"signature": b"\x30\x06\x02\x01\x01\x02\x01\x01"},
    "another person": {"handle": b"\x03" * 16},
    "the same count again": {"counter": 1},
    "an earlier count": {"counter": 0},
}


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("bent", SHOWN.values(), ids=SHOWN.keys())
def test_a_bent_answer_proves_nothing(vera: User, log_in: LogIn, bent: dict[str, Any]) -> None:
    device = make(log_in(vera))
    account = log_in(vera)
    before = read_state(vera.subject.company)
    with pytest.raises(WrongSecondError):
        show(account, device, **bent)
    assert read_state(vera.subject.company) == before


def test_a_challenge_is_answered_once_by_the_log_in_it_was_given_to_and_in_time(vera: User, log_in: LogIn) -> None:
    device = make(log_in(vera))
    account, mallory = log_in(vera), log_in(vera)
    before = read_state(vera.subject.company)
    answer = device.get(ask_passkey(account=account, party=LERNA, now=NOW))
    with pytest.raises(WrongSecondError):
        enter_passkey(account=mallory, party=LERNA, answer=answer, now=NOW)
    with pytest.raises(WrongSecondError):
        enter_passkey(account=account, party=LERNA, answer=answer, now=NOW + LIFE)
    with pytest.raises(WrongSecondError):  # the try before has used it up
        enter_passkey(account=account, party=LERNA, answer=answer, now=NOW)
    assert read_state(vera.subject.company) == before
    answer = device.get(ask_passkey(account=account, party=LERNA, now=NOW))
    enter_passkey(account=account, party=LERNA, answer=answer, now=NOW)
    after = read_state(vera.subject.company)
    with pytest.raises(WrongSecondError):
        enter_passkey(account=account, party=LERNA, answer=answer, now=NOW)
    assert read_state(vera.subject.company) == after


def test_only_the_latest_challenge_counts(vera: User, log_in: LogIn) -> None:
    device = make(log_in(vera))
    account = log_in(vera)
    early = device.get(ask_passkey(account=account, party=LERNA, now=NOW))
    ask_passkey(account=account, party=LERNA, now=NOW)
    with pytest.raises(WrongSecondError):
        enter_passkey(account=account, party=LERNA, answer=early, now=NOW)


@pytest.mark.clause("8.3")
def test_another_persons_passkey_proves_nothing_and_isnt_added_twice(
    newskills: Company, vera: User, log_in: LogIn
) -> None:
    device = make(log_in(vera))
    mallory = log_in(add_staff(company=newskills, role="marketer", name="M", email="mallory@example.kz", now=NOW))
    own = make(mallory)
    before = read_state(newskills)
    for passkey, account in ((device, mallory), (own, log_in(vera))):
        before = read_state(newskills)
        with pytest.raises(WrongSecondError):
            show(account, passkey)
        assert read_state(newskills) == before
    mallory.sign_in.proven_at = NOW
    with pytest.raises(WrongSecondError):
        make(mallory, device)
    assert read_state(newskills) == before


@pytest.mark.clause("8.3")
def test_a_count_that_goes_back_is_evidence(vera: User, log_in: LogIn) -> None:
    device = make(log_in(vera))
    copy = Authenticator(device.origin, device.counter, True, device.key, device.id)
    show(log_in(vera), device)
    with pytest.raises(WrongSecondError):
        show(log_in(vera), copy)
    entry = Entry.objects.get(operation="factor_refused")
    assert (entry.clause, entry.subject) == ("8.3", vera.subject_id)
    show(log_in(vera), device)


def test_a_device_that_keeps_no_count_works_again_and_again(vera: User, log_in: LogIn) -> None:
    device = make(log_in(vera), Authenticator(LERNA.origin, counts=False))
    for _ in range(2):
        show(log_in(vera), device)


def test_a_passkey_works_on_the_site_where_it_was_made(vera: User, log_in: LogIn) -> None:
    device = make(log_in(vera))
    account = log_in(vera)
    ways = list_ways(account, SKILLBOX.host)
    assert (ways.is_set_up, ways.by_program, ways.by_passkey, ways.elsewhere) == (True, False, False, ("lerna.kz",))
    answer = device.get(ask_passkey(account=account, party=SKILLBOX, now=NOW), origin=SKILLBOX.origin)
    with pytest.raises(WrongSecondError):
        enter_passkey(account=account, party=SKILLBOX, answer=answer, now=NOW)


def test_who_has_the_password_alone_adds_no_passkey(vera: User, log_in: LogIn) -> None:
    mallory = log_in(vera)
    options = begin_passkey(account=mallory, party=LERNA, label="Lerna", now=NOW)
    make(log_in(vera))
    before = read_state(vera.subject.company)
    with pytest.raises(NotProvenError):
        begin_passkey(account=mallory, party=LERNA, label="Lerna", now=NOW)
    answer = Authenticator(LERNA.origin).create(options)
    with pytest.raises(NotProvenError):
        add_passkey(account=mallory, party=LERNA, name="", answer=answer, now=NOW)
    assert read_state(vera.subject.company) == before


def test_tries_are_counted(vera: User, log_in: LogIn) -> None:
    device = make(log_in(vera))
    account = log_in(vera)
    for _ in range(5):
        with pytest.raises(WrongSecondError):
            show(account, device, origin="https://evil.example")
    with pytest.raises(TooOftenError):
        show(account, device)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
DAYS = count(1)
_FIELDS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answer=st.one_of(
        st.text(max_size=80),
        _JSON.map(json.dumps),
        st.just("[" * 19_000),
        st.fixed_dictionaries({name: st.binary(max_size=90).map(to_text) for name in _FIELDS}).map(
            lambda said: json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": said})
        ),
    )
)
def test_whatever_is_sent_is_at_worst_a_wrong_answer(vera: User, log_in: LogIn, answer: str) -> None:
    account = log_in(vera)
    later = NOW + timedelta(days=next(DAYS))  # each a day later, so that no limit hides what the checking does
    begin_passkey(account=account, party=LERNA, label="Lerna", now=later)
    ask_passkey(account=account, party=LERNA, now=later)
    for enter in (
        lambda: add_passkey(account=account, party=LERNA, name="", answer=answer, now=later),
        lambda: enter_passkey(account=account, party=LERNA, answer=answer, now=later),
    ):
        with pytest.raises(WrongSecondError):
            enter()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_answer_is_at_worst_a_wrong_one(data: st.DataObject) -> None:
    """One byte of one field of a right answer is another."""
    from lerna.accounts.factors.passkeys import _read_made  # the checking alone, without a database

    challenge = to_text(b"\x05" * 32)
    answer = json.loads(Authenticator(LERNA.origin).create({"rp": {"id": "lerna.kz"}, "challenge": challenge}))
    name = data.draw(st.sampled_from(sorted(answer["response"])))
    content = bytearray(to_bytes(answer["response"][name]))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    answer["response"][name] = to_text(bytes(content))
    try:
        _read_made(LERNA, challenge, json.dumps(answer))
    except WrongSecondError:
        return
