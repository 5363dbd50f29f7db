"""Every write of this room: a certificate is issued, hidden and shown, revoked."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company, Site
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.certificates.badges import PART
from lerna.school.learning.certificates.models import Certificate, Reason, StatusList
from lerna.school.learning.certificates.numbers import make_number
from lerna.school.learning.models import Enrollment

Draw = Callable[[Certificate], bytes]  # the certificate as PDF


class NotFinishedError(Exception):
    """The course isn't finished, so there is nothing to certify."""


class NoNameError(Exception):
    """The person hasn't stated a name, and a certificate names its holder."""


class UnchangedError(Exception):
    """The certificate that stands already says all this."""


class NotStandingError(Exception):
    """The certificate is revoked already, or isn't known."""


def issue_certificate(  # noqa: PLR0913 -- what the paper is made of
    *, enrollment: Enrollment, site: Site, language: str, mark: int | None, draw: Draw, actor: Actor, now: datetime
) -> Certificate:
    """Issue the certificate of a finished course, in the name that the person has stated (clause 7.1-з).

    One that stands already is replaced where the name or the language differs. NotFinishedError, NoNameError,
    UnchangedError: then nothing is changed.
    """
    with transaction.atomic(), processing(Purpose.LEARNING, company=site.company, reason="issue a certificate"):
        locked = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
        if locked.finished_at is None:
            raise NotFinishedError("The course isn't finished.")
        holder = _name_holder(locked.subject_id)
        standing = Certificate.objects.filter(enrollment=locked, revoked_at=None).first()
        if standing:
            if (standing.holder, standing.language) == (holder, language):
                raise UnchangedError("It says so already.")
            _revoke(standing, Reason.REPLACED, actor, None, now)
        certificate = _build(locked, site, language, mark, holder, now)
        content = draw(certificate)
        certificate.digest = hashlib.sha256(content).hexdigest()
        certificate.paper = base64.b64encode(content).decode()
        certificate.save(force_insert=True)
        _record(certificate, "issued", actor, None, now)
        return certificate


def show_certificate(*, certificate: Certificate, is_shown: bool, actor: Actor, now: datetime) -> None:
    """Whether whoever has the number sees what the certificate says; its holder decides."""
    company = certificate.company
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="show or hide a certificate"):
        changed = Certificate.objects.filter(pk=certificate.pk).exclude(is_shown=is_shown).update(is_shown=is_shown)
        if changed:
            _record(certificate, "shown" if is_shown else "hidden", actor, None, now)


def revoke_certificate(*, company: Company, number: str, reason: Reason, staff: UUID, now: datetime) -> Certificate:
    """A member of staff takes a certificate back; its number says so from now on. NotStandingError."""
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="revoke a certificate"):
        certificate = Certificate.objects.select_for_update().filter(number=number, revoked_at=None).first()
        if certificate is None:
            raise NotStandingError("No certificate of this number stands.")
        _revoke(certificate, reason, Actor.STAFF, staff, now)
        return certificate


def _name_holder(subject: UUID) -> str:
    profile = Profile.objects.filter(subject=subject).only("name", "surname").first()
    name = f"{profile.name or ''} {profile.surname or ''}".strip() if profile else ""
    if not name:
        raise NoNameError("No name is stated.")
    return name


def _build(  # noqa: PLR0913, PLR0917 -- what the paper is made of
    enrollment: Enrollment, site: Site, language: str, mark: int | None, holder: str, now: datetime
) -> Certificate:
    course = enrollment.run.course
    part, place = _take_place(site.company)
    return Certificate(
        enrollment=enrollment,
        subject_id=enrollment.subject_id,
        company=site.company,
        number=make_number(),
        holder=holder,
        course_key=course.key,
        course_title=course.title,
        hours=course.hours,
        mark=mark,
        language=language,
        site=site.key,
        issued_at=now,
        part=part,
        place=place,
    )


def _take_place(company: Company) -> tuple[int, int]:
    """(part, place) in the company's status list that nobody had."""
    last = StatusList.objects.select_for_update().filter(company=company).order_by("-part").first()
    if last is None or last.given >= PART:
        last, _ = StatusList.objects.select_for_update().get_or_create(
            company=company, part=last.part + 1 if last else 0
        )
    last.given += 1
    last.save(update_fields=["given"])
    return last.part, last.given - 1


def _revoke(certificate: Certificate, reason: Reason, actor: Actor, staff: UUID | None, now: datetime) -> None:
    certificate.revoked_at, certificate.reason = now, reason
    certificate.save(update_fields=["revoked_at", "reason"])
    listed = StatusList.objects.select_for_update().get(company=certificate.company, part=certificate.part)
    listed.revoked = sorted({*listed.revoked, certificate.place})
    listed.save(update_fields=["revoked"])
    _record(certificate, "revoked", actor, staff, now)


def _record(certificate: Certificate, event: str, actor: Actor, staff: UUID | None, now: datetime) -> None:
    record(
        company=certificate.company,
        operation=Operation.RECORD if event == "issued" else Operation.UPDATE,
        clause="7.1-з",
        actor=actor,
        actor_id=staff,
        now=now,
        purpose=Purpose.LEARNING,
        subject=certificate.subject_id,
        site=certificate.site,
        target=("certificate", certificate.pk),
        details={"event": event},
    )
