"""What is read of certificates, by their holders, by staff and by whoever has a number."""

import base64
import hashlib
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import BinaryIO

from django.db.models import Exists, OuterRef

from lerna.companies.models import Company, Site
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.consents.statement import name_company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.certificates.badges import Badge
from lerna.school.learning.certificates.models import Certificate, StatusList
from lerna.school.learning.models import Enrollment


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All that a certificate says, for whoever has its number. `reason` is empty while it stands."""

    number: str
    holder: str = field(repr=False)
    course_title: str
    hours: int
    mark: int | None
    site: str
    issued_at: datetime
    digest: str
    revoked_at: datetime | None
    reason: str


def check_certificate(company: Company, number: str) -> Checked | None:
    """What the certificate of this number says; None where nobody may see it: there is none, its holder hides it, is
    blocked or gone. One query and one for the key.
    """
    with processing(Purpose.LEARNING, company=company, reason="somebody checks a certificate"):
        found = Certificate.objects.filter(number=number, is_shown=True).defer("paper").first()
        return Checked(**{one.name: getattr(found, one.name) for one in fields(Checked)}) if found else None


def is_paper(checked: Checked, content: BinaryIO) -> bool:
    """Whether these are the very bytes that were issued."""
    return hashlib.file_digest(content, "sha256").hexdigest() == checked.digest  # type: ignore[arg-type]  # any open file


def read_paper(certificate: Certificate) -> bytes:
    """The PDF. Inside `processing`."""
    return base64.b64decode(certificate.paper)


def list_revoked(company: Company, part: int) -> list[int] | None:
    """The revoked places of a part of the status list; None where there is no such part."""
    listed = StatusList.objects.filter(company=company, part=part).first()
    return None if listed is None else list(listed.revoked)


def list_own(subject: DataSubject) -> list[Certificate]:
    """A person's certificates, newest first. One query, inside `processing`."""
    return list(Certificate.objects.filter(subject=subject).defer("paper").order_by("-issued_at"))


def find_own(subject: DataSubject, number: str) -> Certificate | None:
    """A person's certificate of this number, whatever became of it. Inside `processing`."""
    return Certificate.objects.filter(subject=subject, number=number).first()


def list_to_certify(subject: DataSubject) -> list[Enrollment]:
    """What the person has finished and holds no certificate of, the latest first. One query, inside `processing`."""
    standing = Certificate.objects.filter(enrollment=OuterRef("pk"), revoked_at=None)
    finished = Enrollment.objects.filter(subject=subject, finished_at__isnull=False).exclude(Exists(standing))
    return list(finished.select_related("run__course").order_by("-finished_at"))


def list_issued(company: Company, limit: int) -> list[Certificate]:
    """The company's latest certificates. One query and one for the keys, inside `processing`."""
    return list(Certificate.objects.filter(company=company).defer("paper").order_by("-issued_at")[:limit])


def build_badge(certificate: Certificate, site: Site) -> Badge:
    """What the badge of a certificate says. Inside `processing`."""
    course = certificate.enrollment.run.course
    return Badge(
        company=site.company.slug,
        issuer_name=name_company(site.company, _language(certificate)),
        host=site.host,
        number=certificate.number,
        holder=certificate.holder,
        course_key=certificate.course_key,
        course_title=certificate.course_title,
        summary=course.summary,
        results=tuple(course.results),
        issued_at=certificate.issued_at,
        part=certificate.part,
        place=certificate.place,
    )


def _language(certificate: Certificate) -> LanguageCode:
    return next(code for code in LANGUAGE_CODES if code == certificate.language)
