"""Every write of this room. An end is evidence that names the recipient, and from it follows the duty to stop."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.terms import Term, Unit, due_at
from lerna.kit.workdays import load_calendar
from lerna.privacy.consents.contents import Occasion, hash_contents, write_contents
from lerna.privacy.consents.models import Cause, Channel, Hand, ShownText
from lerna.privacy.consents.operations import ACTORS, CLAUSES, StaleTextError
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import hold_version
from lerna.privacy.recipients.abroad.models import AbroadConsent
from lerna.privacy.recipients.abroad.queries import list_expired_abroad
from lerna.privacy.recipients.abroad.statement import AbroadStatement, hash_abroad
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing


class NotPermittedError(Exception):
    """The purpose itself isn't permitted, so nothing of it may go abroad either."""


def give_abroad(  # noqa: PLR0913 -- the facts of an act
    *,
    subject: DataSubject,
    chosen: AbroadStatement,
    occasion: Occasion,
    person: str,
    now: datetime,
    act: UUID | None = None,
) -> AbroadConsent:
    """Keep the proof that the person let their data go to this recipient abroad (clause 4.1; law 94-V, art. 7(6)).

    `act` is that of the consents ticked in the same form. StaleTextError where the policy or the register says
    something else by now; NotPermittedError. Then nothing is kept.
    """
    company, statement = subject.company, chosen.statement
    with transaction.atomic():
        newest, own = hold_version(company), terms_for(company).find_purpose(statement.purpose)
        recipient = Recipient.objects.select_for_update(of=("self",)).get(pk=chosen.recipient.pk)
        if (
            newest is None
            or own is None
            or recipient.retired_at is not None
            or (statement.policy_id, statement.substance) != (newest.pk, hash_abroad(company, recipient, own))
        ):
            raise StaleTextError("The policy or the register has changed since the text was shown.")
        with processing(Purpose.CONSENT_PROOF, company=company, reason="a consent to a transfer abroad is given"):
            locked = DataSubject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
            if not may(locked, statement.purpose):
                raise NotPermittedError
            _end_standing(subject, recipient.key, statement.purpose, Cause.OUTDATED, now)
            kept = _keep(subject, recipient, chosen, occasion, person, now, act)
            _record(
                kept, Operation.CONSENT_GIVEN, "4.1", Hand(occasion.hand), now,
                text=statement.sha256, document=kept.contents_sha256, form=occasion.form,
                channel=occasion.channel.value, language=statement.language,
            )  # fmt: skip
        return kept


def withdraw_abroad(  # noqa: PLR0913 -- the facts of an act
    *,
    subject: DataSubject,
    recipient: str,
    purpose: Purpose,
    channel: Channel,
    hand: Hand,
    site: str,
    now: datetime,
) -> bool:
    """The data may no longer go to the recipient of this key, who must stop; False where nothing stood (6.3, 6.5)."""
    with (
        transaction.atomic(),
        processing(Purpose.CONSENT_PROOF, company=subject.company, reason="a consent to a transfer abroad ends"),
    ):
        ended = _end_standing(subject, recipient, purpose, Cause.WITHDRAWN, now)
        for one in ended:
            _record(
                one, Operation.CONSENT_WITHDRAWN, CLAUSES[Cause.WITHDRAWN], hand, now,
                reason=Cause.WITHDRAWN.value, channel=channel.value, site=site,
            )  # fmt: skip
        return bool(ended)


def end_expired_abroad(*, company: Company, now: datetime) -> Iterator[UUID]:
    """Ends what has run out; each recipient must stop (clause 6.1)."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which consents abroad have run out"):
        expired = list_expired_abroad(company, now)
    for one in expired:
        with (
            transaction.atomic(),
            processing(Purpose.CONSENT_PROOF, company=company, reason="a consent to a transfer abroad runs out"),
        ):
            rows = AbroadConsent.objects.filter(pk=one.pk, ended_at=None)
            if rows.update(ended_at=now, cause=Cause.EXPIRED):
                _record(
                    one, Operation.CONSENT_EXPIRED, CLAUSES[Cause.EXPIRED], Hand.SYSTEM, now,
                    reason=Cause.EXPIRED.value,
                )  # fmt: skip
                yield one.pk


def _keep(  # noqa: PLR0913, PLR0917 -- the facts of the proof
    subject: DataSubject,
    recipient: Recipient,
    chosen: AbroadStatement,
    occasion: Occasion,
    person: str,
    now: datetime,
    act: UUID | None,
) -> AbroadConsent:
    statement, key = chosen.statement, uuid.uuid4()
    # No holiday stretches a limit on keeping data (clause 7.3).
    term = Term(statement.months, Unit.MONTHS, moves=False)
    expires_at = due_at(now, term, load_calendar(settings.LERNA_POLICIES / "calendar.toml"))
    contents = write_contents(
        consent=key, statement=statement, occasion=occasion, person=person, given_at=now, expires_at=expires_at
    )
    ShownText.objects.bulk_create([ShownText(sha256=statement.sha256, text=statement.text)], ignore_conflicts=True)
    kept = AbroadConsent(
        id=key,
        subject=subject,
        company=subject.company,
        act=act,
        recipient=recipient,
        purpose=statement.purpose,
        country=recipient.country,
        policy_id=statement.policy_id,
        text_id=statement.sha256,
        substance=statement.substance,
        contents=contents,
        contents_sha256=hash_contents(contents),
        language=statement.language,
        site=occasion.site,
        form=occasion.form,
        channel=occasion.channel,
        hand=occasion.hand,
        given_at=now,
        expires_at=expires_at,
    )
    kept.save(force_insert=True)
    return kept


def _end_standing(
    subject: DataSubject, recipient: str, purpose: Purpose, cause: Cause, now: datetime
) -> list[AbroadConsent]:
    standing = AbroadConsent.objects.filter(
        subject=subject, recipient__key=recipient, purpose=purpose, ended_at=None
    ).select_related("recipient")
    found = list(standing.select_for_update(of=("self",)))
    for one in found:
        one.ended_at, one.cause = now, cause
        one.save(update_fields=["ended_at", "cause"])
    return found


def _record(  # noqa: PLR0913 -- what an entry is made of
    one: AbroadConsent, operation: Operation, clause: str, hand: Hand, now: datetime, *, site: str = "", **details: str
) -> None:
    record(
        company=one.company, operation=operation, clause=clause, actor=ACTORS[hand], now=now, purpose=one.purpose,
        subject=one.subject_id, site=site or one.site, target=("abroad-consent", one.pk),
        details={"recipient": one.recipient.key, "country": one.country.lower(), **details},
    )  # fmt: skip
