"""Codes by letter: sent, typed in, and what they bring into force. Each works once, for minutes, for few tries."""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from lerna.accounts.models import Code, CodeKind, User
from lerna.accounts.queries import find_users, with_people
from lerna.accounts.turns import take_turns
from lerna.companies.models import Company, Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import state_profile
from lerna.privacy.subjects.processing import processing

LIFE = timedelta(minutes=15)
DIGITS = 6
TRIES = 5  # of a million
TEMPLATE = "confirmation-code"


class WrongCodeError(Exception):
    """Not this code, or no longer; nobody is told which."""


def send_code(  # noqa: PLR0913 -- what a code may bring into force, and how to write
    *,
    subject: DataSubject,
    kind: CodeKind,
    site: Site,
    language: LanguageCode,
    now: datetime,
    password: str = "",
    email: str | None = None,
) -> UUID:
    """Sends a new code, to `email` or to the person's own address, in the caller's transaction; gives its number.

    An earlier one of the same kind works no more. `password`, as a hash, comes into force with the code.
    """
    key, code = uuid4(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic(), processing(Purpose.SECURITY, company=subject.company, reason="a code is sent"):
        take_turns(f"{subject.pk}:{kind}")
        Code.objects.filter(subject=subject, kind=kind).delete()
        Code(
            id=key,
            subject=subject,
            company=subject.company,
            kind=kind,
            digest=_digest(key, code),
            password=password,
            email=email,
            expires_at=now + LIFE,
        ).save(force_insert=True)
        send_letter(
            subject=subject,
            purpose=Purpose.SECURITY,
            template=TEMPLATE,
            context={"code": code, "until": now + LIFE},
            now=now,
            language=language,
            site=site,
            to=email,
        )
    return key


def enter_code(*, company: Company, key: UUID, typed: str, now: datetime) -> User:
    """Takes a code and brings into force what waited for it; gives the account, of a confirmed address.

    WrongCodeError for a wrong, used, expired or unknown one; the try is counted.
    """
    with transaction.atomic(), processing(Purpose.SECURITY, company=company, reason="a code is typed in"):
        usable = Code.objects.filter(pk=key, expires_at__gt=now, tries__lt=TRIES)
        found = with_people(usable.select_for_update(of=("self",)))
        user = _apply(found[0], now) if found and _is_right(found[0], typed) else None
        if user is None:
            Code.objects.filter(pk=key).update(tries=F("tries") + 1)
    if user is None:
        raise WrongCodeError  # outside, so that the try stays counted
    return user


def _apply(code: Code, now: datetime) -> User | None:
    user = User.objects.get(subject=code.subject)
    user.subject = code.subject
    if code.email is not None:
        if find_users(code.subject.company, code.email):
            return None  # somebody else opened an account by it meanwhile
        profile = Profile.objects.get(subject=code.subject)
        state_profile(
            subject=code.subject, actor=Actor.PERSON, now=now, name=profile.name or "", surname=profile.surname or "",
            email=code.email, phone=profile.phone or "",
        )  # fmt: skip
    if code.password:
        user.password = code.password
    user.confirmed_at = user.confirmed_at or now
    user.save()
    code.delete()
    return user


def _is_right(code: Code, typed: str) -> bool:
    digits = "".join(letter for letter in typed if letter.isdecimal())
    return hmac.compare_digest(bytes(code.digest), _digest(code.pk, digits))


def _digest(key: UUID, code: str) -> bytes:
    """A million codes are soon tried, so the hash has a key that doesn't stand in the database."""
    return salted_hmac("lerna.accounts.code", f"{key}:{code}", algorithm="sha256").digest()
