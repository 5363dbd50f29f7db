"""Transfers abroad as switches: a consent of its own for each recipient and purpose (4.1; law 94-V, art. 7(6))."""

from dataclasses import dataclass
from datetime import datetime

from lerna.doors.look.consent_form import read_language
from lerna.kit import clock
from lerna.privacy.consents.queries import list_active
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.recipients.abroad.queries import holds, list_abroad
from lerna.privacy.recipients.abroad.statement import AbroadStatement, list_abroad_statements
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class AbroadSwitch:
    """One recipient and purpose: whether it is on, until when, and whether the purpose itself is allowed."""

    chosen: AbroadStatement
    is_on: bool
    until: datetime | None
    may_begin: bool


def list_abroad_switches(subject: DataSubject, now: datetime) -> tuple[AbroadSwitch, ...]:
    """Every transfer abroad that takes a consent; three queries beside those of the consents to the purposes."""
    company = subject.company
    version = current_version(company)
    if version is None:
        return ()
    statements = list_abroad_statements(company=company, version=version, language=read_language(), now=now)
    if not statements:
        return ()
    with processing(Purpose.CONSENT_PROOF, company=company, reason="the person sees their consents"):
        given = {(one.recipient_id, one.purpose): one for one in list_abroad(subject)}
        consents = {Purpose(one.purpose): one for one in reversed(list_active(subject))}
        known = DataSubject.objects.get(pk=subject.pk)
    switches = []
    for one in statements:
        purpose = one.statement.purpose
        kept, permitted = given.get((one.recipient.pk, purpose)), may(known, purpose)
        is_on = (
            permitted
            and kept is not None
            and kept.substance == one.statement.substance
            and holds(kept, consents.get(purpose), now)
        )
        until = clock.to_local(kept.expires_at) if kept is not None and is_on else None
        switches.append(AbroadSwitch(one, is_on, until, permitted))
    return tuple(switches)
