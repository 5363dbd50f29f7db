"""Which second factors a member of staff has: each was shown when it came, and the last one stays."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.accounts.models import Factor, FactorKind, SignIn
from lerna.accounts.queries import Account
from lerna.accounts.turns import take_turns
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing


class WrongSecondError(Exception):
    """Not what this second factor says at this moment, or it was said before; nobody is told which."""


class NotProvenError(Exception):
    """There is a second factor, and this log-in hasn't shown it: whoever has the password alone adds none."""


class NoSuchFactorError(Exception):
    """The person has no such factor."""


class LastFactorError(Exception):
    """The only factor there is; without it nobody gets in."""


@dataclass(frozen=True, slots=True)
class Ways:
    """By what a log-in can be proven on one site. `elsewhere` are the hosts of passkeys that don't work here."""

    is_set_up: bool
    by_program: bool
    by_passkey: bool
    elsewhere: tuple[str, ...]


def list_factors(account: Account) -> tuple[Factor, ...]:
    """The person's factors, the oldest first. The caller works for SECURITY, to read their names. One query."""
    return tuple(Factor.objects.filter(subject=account.subject).order_by("added_at", "pk"))


def list_ways(account: Account, host: str) -> Ways:
    """By what this person can prove a log-in on the site of this host. One query."""
    with processing(Purpose.SECURITY, company=account.subject.company, reason="which second factors there are"):
        hosts = [factor.host for factor in list_factors(account)]
    elsewhere = sorted({one for one in hosts if one not in ("", host)})
    return Ways(bool(hosts), "" in hosts, host in hosts, tuple(elsewhere))


def check_may_add(account: Account) -> None:
    """NotProvenError where this log-in would have to show a factor first. In the block of SECURITY.

    Two log-ins at the same time take turns: one of them adds the first factor, and the other has to show it.
    """
    take_turns(f"{account.subject.pk}:factors")
    if not account.is_whole and Factor.objects.filter(subject=account.subject).exists():
        raise NotProvenError


def keep_factor(account: Account, factor: Factor, *, name: str, now: datetime) -> None:
    """Adds what was just shown, which proves this log-in too. In the block of SECURITY, after `check_may_add`."""
    factor.subject, factor.company = account.subject, account.subject.company
    factor.name = name or None
    factor.added_at = factor.used_at = now
    factor.save(force_insert=True)
    prove(account, now=now)
    _record(account, Operation.FACTOR_ADDED, factor, now)


def note_use(account: Account, factor: Factor, *, counter: int, now: datetime) -> None:
    """The factor was shown: the log-in is proven, and what has counted counts no more. In the block of SECURITY."""
    Factor.objects.filter(pk=factor.pk).update(counter=counter, used_at=now)
    prove(account, now=now)


def prove(account: Account, *, now: datetime) -> None:
    """The second factor was shown in this log-in. In the block of SECURITY."""
    SignIn.objects.filter(pk=account.sign_in.pk).update(proven_at=now)


def refuse_copy(account: Account, factor: Factor, *, now: datetime) -> None:
    """Evidence that a passkey's count went back: two of it may be about (WebAuthn, section 6.1.1)."""
    _record(account, Operation.FACTOR_REFUSED, factor, now, actor=Actor.SYSTEM)


def remove_factor(*, account: Account, factor: UUID, now: datetime) -> None:
    """Takes a factor away; it proves nothing any more. NoSuchFactorError, LastFactorError."""
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a factor goes"):
        take_turns(f"{account.subject.pk}:factors")
        known = {one.pk: one for one in list_factors(account)}
        if factor not in known:
            raise NoSuchFactorError
        if len(known) == 1:
            raise LastFactorError
        Factor.objects.filter(pk=factor).delete()
        _record(account, Operation.FACTOR_REMOVED, known[factor], now)


def _record(account: Account, operation: Operation, factor: Factor, now: datetime, actor: Actor = Actor.PERSON) -> None:
    record(
        company=account.subject.company, operation=operation, clause="8.3", actor=actor, now=now,
        purpose=Purpose.SECURITY, subject=account.subject.pk, target=("factor", factor.pk),
        details={"reason": FactorKind(factor.kind).value},
    )  # fmt: skip
