"""Every write of this room but codes and second factors: an account is opened, logged in to and out of, changed."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.db import transaction

from lerna.accounts.codes import send_code
from lerna.accounts.limits import LETTERS, PASSWORD, count_try, forget_tries
from lerna.accounts.models import DEVICE_LENGTH, CodeKind, SignIn, User
from lerna.accounts.queries import Account, Acting, find_person, find_users, hash_token, normalize_login
from lerna.accounts.represented.representing import agree, check_consent, take_represented
from lerna.accounts.turns import take_turns
from lerna.companies.models import Company, Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.statement import Statement
from lerna.privacy.evidence.acts import Act
from lerna.privacy.evidence.operations import record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.rules import Signal
from lerna.privacy.incidents.signals.tallies import count_sign
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.represented.appointment import Representative

LEARNERS_STAY = timedelta(days=14)
STAFF_STAY = timedelta(hours=12)
_SEEN_AGAIN = timedelta(minutes=5)


class WrongPasswordError(Exception):
    """No account of this login has this password; nobody is told whether there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What was typed to open an account. `phone` and `surname` may be empty; the password, too: then codes serve.

    With a representative, `name` and `surname` are the represented person's, and all else the representative's.
    """

    name: str = field(repr=False)
    email: str = field(repr=False)
    surname: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    representative: Representative | None = field(default=None, repr=False)

    @property
    def owner(self) -> "Stated":
        """Of the same, what is about whoever will log in."""
        return replace(self, name=self.representative.name, surname="") if self.representative else self


def sign_up(
    *, site: Site, stated: Stated, statements: Sequence[Statement], language: LanguageCode, now: datetime
) -> UUID:
    """Opens an account that works once the code sent to the address is typed in; gives the code's number (4.1, 7.1-з).

    Where the address has an account, nothing is stored and the code only logs in: whoever asks sees no difference.
    A representative consents for the person they act for and for themselves (clause 8.1-а).
    NoConsentError, StaleTextError, TooOftenError; then nothing is stored.
    """
    check_consent(statements)
    company = site.company
    count_try(LETTERS, f"{company.pk}:{normalize_login(stated.email)}", now=now)
    password = make_password(stated.password or None)
    with transaction.atomic():
        take_turns(f"{company.pk}:{normalize_login(stated.email)}")  # else two at once make two people of one
        known = find_users(company, stated.email)
        if known and known[0].confirmed_at:
            return send_code(subject=known[0].subject, kind=CodeKind.SIGN_IN, site=site, language=language, now=now)
        subject = known[0].subject if known else find_person(company, stated.email)
        subject = _take_owner(subject, site, stated.owner, statements, now)
        if stated.representative:
            take_represented(
                representative=subject, name=stated.name, surname=stated.surname, basis=stated.representative.basis,
                statements=statements, channel=Channel.SITE, site=site, now=now,
            )  # fmt: skip
        if not known:
            open_account(subject=subject, role="", now=now)
        return send_code(
            subject=subject, kind=CodeKind.CONFIRM, site=site, language=language, now=now, password=password
        )


def ask_code(*, site: Site, login: str, language: LanguageCode, now: datetime) -> UUID:
    """Sends a code to log in by, where there is such an account; the number says nothing of that. TooOftenError."""
    company = site.company
    count_try(LETTERS, f"{company.pk}:{normalize_login(login)}", now=now)
    with transaction.atomic():
        # One who never confirmed may do it now: the code goes to the address itself, and their password doesn't count.
        for user in find_users(company, login)[:1]:
            return send_code(subject=user.subject, kind=CodeKind.SIGN_IN, site=site, language=language, now=now)
    return uuid4()


def check_login(*, company: Company, login: str, password: str, now: datetime) -> User:
    """The account of this e-mail or phone and password. WrongPasswordError, TooOftenError.

    As slow for a login that nobody has: the password is hashed all the same.
    """
    who = f"{company.pk}:{normalize_login(login) or login}"
    count_try(PASSWORD, who, now=now)
    with transaction.atomic(), processing(Purpose.SECURITY, company=company, reason="a password is checked"):
        known = find_users(company, login)
        right = [user for user in known if user.check_password(password) and user.confirmed_at]
        if not known:
            check_password(password, UNUSABLE_PASSWORD_PREFIX)
    if not right:
        count_sign(company=company, signal=Signal.LOGIN_STORM, now=now)
        raise WrongPasswordError
    forget_tries(PASSWORD, who)
    return right[0]


def open_sign_in(*, user: User, device: str, now: datetime) -> str:
    """Logs the person in; gives the token for their browser, which stands nowhere else."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic(), processing(Purpose.SECURITY, company=user.subject.company, reason="a log-in"):
        SignIn(
            subject=user.subject,
            company=user.subject.company,
            token=hash_token(token),
            device=device[:DEVICE_LENGTH],
            created_at=now,
            seen_at=now,
            expires_at=now + (STAFF_STAY if user.is_staff else LEARNERS_STAY),
        ).save(force_insert=True)
    return token


def note_visit(*, account: Account, now: datetime) -> None:
    """Says that the log-in is still in use; written once in minutes, not on each page."""
    if now - account.sign_in.seen_at < _SEEN_AGAIN:
        return
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a visit"):
        SignIn.objects.filter(pk=account.sign_in.pk).update(seen_at=now)


def end_sign_ins(*, account: Account, now: datetime, only: UUID | None = None, but: UUID | None = None) -> int:
    """Logs out one browser, all but one, or all; gives how many. Their tokens work no more."""
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a log-out"):
        rows = SignIn.objects.filter(subject=account.subject, ended_at=None)
        if only is not None:
            rows = rows.filter(pk=only)
        if but is not None:
            rows = rows.exclude(pk=but)
        return rows.update(ended_at=now)


def change_profile(*, acting: Acting, name: str, surname: str, now: datetime, phone: str = "") -> None:
    """Corrects what was stated; taken as stated (clauses 6.6, 8.1). The address changes only by a code."""
    subject = acting.subject
    with transaction.atomic(), processing(Purpose.REQUESTS, company=subject.company, reason="data are corrected"):
        email = Profile.objects.get(subject=subject).email or ""
        state_profile(
            subject=subject, actor=acting.actor, now=now, name=name, surname=surname, email=email, phone=phone
        )


def ask_new_email(*, account: Account, site: Site, email: str, language: LanguageCode, now: datetime) -> UUID:
    """Sends a code to the new address, which is the person's once it is typed in. TooOftenError.

    To an address that has an account nothing is sent; whoever asks sees no difference.
    """
    count_try(LETTERS, f"{site.company_id}:{account.subject.pk}", now=now)
    if find_users(site.company, email):
        return uuid4()
    return send_code(
        subject=account.subject, kind=CodeKind.NEW_EMAIL, site=site, language=language, now=now, email=email
    )


def set_password(*, account: Account, password: str, now: datetime) -> None:
    """A new password; every other browser is logged out."""
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a new password"):
        User.objects.filter(pk=account.user.pk).update(password=make_password(password))
        end_sign_ins(account=account, now=now, but=account.sign_in.pk)


def record_looks(  # noqa: PLR0913 -- who saw whom, where, when and why
    *, account: Account, purpose: Purpose, subjects: Iterable[UUID], screen: str, now: datetime, reason: str = ""
) -> None:
    """Evidence that a member of staff saw these people's data, one entry for each person; one query (clause 8.3).

    `reason` is a key of `policies/looks.toml`, where one was stated.
    """
    looks = [
        Act(
            operation=Operation.LOOK,
            clause="8.3",
            actor=Actor.STAFF,
            actor_id=account.user.pk,
            purpose=purpose,
            subject=subject,
            details={"screen": screen, "reason": reason} if reason else {"screen": screen},
        )
        for subject in dict.fromkeys(subjects)
    ]
    if looks:
        record_many(company=account.subject.company, acts=looks, now=now)


def _take_owner(
    known: DataSubject | None, site: Site, owner: Stated, statements: Sequence[Statement], now: datetime
) -> DataSubject:
    """Who will log in, with their consents; a known person's profile isn't touched by a form."""
    subject = known or create_subject(company=site.company, site=site, now=now)
    agree(
        subject=subject, person=f"{owner.name} {owner.surname}".strip(), hand=Hand.PERSON,
        statements=statements, channel=Channel.SITE, site=site, now=now,
    )  # fmt: skip
    if known is None:
        with processing(Purpose.LEARNING, company=site.company, reason="an account is opened"):
            state_profile(
                subject=subject, actor=Actor.PERSON, now=now,
                name=owner.name, surname=owner.surname, email=owner.email, phone=owner.phone,
            )  # fmt: skip
    return subject


def open_account(*, subject: DataSubject, role: str, now: datetime) -> User:
    """An account of this person, which works once its address is confirmed; `role` is empty for a learner."""
    with processing(Purpose.SECURITY, company=subject.company, reason="an account is opened"):
        user = User(subject=subject, company=subject.company, role=role, joined_at=now, password=make_password(None))
        user.save(force_insert=True)
        return user
