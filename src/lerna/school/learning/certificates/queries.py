"""What is read of certificates, by their holders, by staff and by whoever has a number."""

import base64
import hashlib
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.certificates.models import Certificate, StatusList


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
        return found and Checked(**{one.name: getattr(found, one.name) for one in fields(Checked)})


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


def list_certificates(company: Company, subject: UUID) -> list[Certificate]:
    """A person's certificates, newest first. Inside `processing`."""
    return list(Certificate.objects.filter(company=company, subject=subject).defer("paper").order_by("-issued_at"))
