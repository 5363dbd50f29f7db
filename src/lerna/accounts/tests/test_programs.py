"""The authenticator program as a second factor: the RFC's codes, once each, never guessed, added by one log-in."""

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest

from lerna.accounts.factors.keeping import NotProvenError, WrongSecondError
from lerna.accounts.factors.programs import (
    LIFE,
    STEP,
    add_program,
    begin_program,
    compute_code,
    enter_second,
    make_address,
)
from lerna.accounts.limits import TooOftenError
from lerna.accounts.models import Ceremony, Factor, SignIn, User
from lerna.accounts.queries import Account
from lerna.accounts.tests.conftest import NOW
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LogIn = Callable[..., Account]
# RFC 6238, appendix B: the key and the last six of the eight digits for SHA-1.
RFC_KEY = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


def code_at(secret: str, moment: float) -> str:
    return compute_code(secret, int(moment) // STEP)


def add(account: Account, name: str = "Телефон") -> str:
    """Adds a program; gives its key."""
    secret = begin_program(account=account, now=NOW)
    add_program(account=account, name=name, typed=code_at(secret, NOW.timestamp()), now=NOW)
    return secret


def count_factors(account: Account) -> int:
    with processing(Purpose.SECURITY, company=account.subject.company, reason="test"):
        return Factor.objects.filter(subject=account.subject).count()


@pytest.mark.parametrize(("moment", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_rfc(moment: int, code: str) -> None:
    assert code_at(RFC_KEY, moment) == code


@pytest.mark.clause("8.3")
def test_a_log_in_of_staff_counts_only_with_the_second_factor(vera: User, log_in: LogIn) -> None:
    account = log_in(vera)
    assert not account.is_whole
    secret = add(account)
    again = log_in(vera)
    assert not again.is_whole
    later = NOW + timedelta(seconds=STEP)
    enter_second(account=again, typed=code_at(secret, later.timestamp()), now=later)
    with processing(Purpose.SECURITY, company=vera.subject.company, reason="test"):
        assert [row.proven_at for row in SignIn.objects.order_by("proven_at")] == [NOW, later]


def test_a_key_is_the_same_until_it_serves_and_belongs_to_one_log_in(vera: User, log_in: LogIn) -> None:
    mallory, account = log_in(vera), log_in(vera)
    secret = begin_program(account=account, now=NOW)
    assert begin_program(account=account, now=NOW + timedelta(minutes=1)) == secret
    seen = begin_program(account=mallory, now=NOW)
    assert seen != secret
    with pytest.raises(WrongSecondError):
        add_program(account=account, name="", typed=code_at(seen, NOW.timestamp()), now=NOW)
    assert begin_program(account=account, now=NOW + LIFE) != secret
    assert count_factors(account) == 0


def test_who_has_the_password_alone_adds_no_factor(vera: User, log_in: LogIn) -> None:
    mallory = log_in(vera)
    early = begin_program(account=mallory, now=NOW)
    add(log_in(vera))
    with pytest.raises(NotProvenError):
        begin_program(account=mallory, now=NOW)
    with pytest.raises(NotProvenError):
        add_program(account=mallory, name="", typed=code_at(early, NOW.timestamp()), now=NOW)
    assert count_factors(mallory) == 1


def test_a_code_of_the_second_factor_counts_once(vera: User, log_in: LogIn) -> None:
    secret = add(log_in(vera))
    account = log_in(vera)
    with pytest.raises(WrongSecondError):
        enter_second(account=account, typed=code_at(secret, NOW.timestamp()), now=NOW + timedelta(seconds=STEP))
    later = NOW + timedelta(seconds=2 * STEP)
    enter_second(account=account, typed=code_at(secret, later.timestamp()), now=later)


def test_of_two_programs_each_works(vera: User, log_in: LogIn) -> None:
    first = add(log_in(vera))
    later = NOW + timedelta(seconds=STEP)
    account = log_in(vera)
    enter_second(account=account, typed=code_at(first, later.timestamp()), now=later)
    account.sign_in.proven_at = later
    secret = begin_program(account=account, now=later)
    add_program(account=account, name="", typed=code_at(secret, later.timestamp()), now=later)
    again = later + timedelta(seconds=STEP)
    for known in (first, secret):
        enter_second(account=log_in(vera), typed=code_at(known, again.timestamp()), now=again)


@pytest.mark.clause("8.3")
def test_the_second_factor_cannot_be_guessed(vera: User, log_in: LogIn) -> None:
    secret = add(log_in(vera))
    account, later = log_in(vera), NOW + timedelta(seconds=STEP)
    right = code_at(secret, later.timestamp())
    for _ in range(5):
        with pytest.raises(WrongSecondError):
            enter_second(account=account, typed=f"{(int(right) + 500_000) % 1_000_000:06}", now=later)
    with pytest.raises(TooOftenError):
        enter_second(account=account, typed=right, now=later)


@pytest.mark.parametrize("typed", ["", "١٢٣٤٥٦", "one two", "1" * 500])
def test_what_is_no_code_is_a_wrong_one(vera: User, log_in: LogIn, typed: str) -> None:
    add(log_in(vera))
    with pytest.raises(WrongSecondError):
        enter_second(account=log_in(vera), typed=typed, now=NOW)


def test_keys_and_names_stand_sealed_and_the_address_names_nobody(vera: User, log_in: LogIn) -> None:
    account = log_in(vera)
    secret = begin_program(account=account, now=NOW)
    with processing(Purpose.SECURITY, company=vera.subject.company, reason="test"):
        assert secret not in str(list(Ceremony.objects.values()))
    add_program(account=account, name="Телефон Веры", typed=code_at(secret, NOW.timestamp()), now=NOW)
    with processing(Purpose.SECURITY, company=vera.subject.company, reason="test"):
        rows = str(list(Factor.objects.values()))
        assert secret not in rows
        assert "Веры" not in rows
        assert not Ceremony.objects.exists()
    assert make_address(secret, issuer="Lerna") == f"otpauth://totp/Lerna?secret={secret}&issuer=Lerna"
