"""All that is held of a person as one archive: a page to read anywhere, and JSON (clause 6.2)."""

import io
import json
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils.translation import get_language

from lerna.accounts.held import read_everything, read_held
from lerna.accounts.queries import Acting
from lerna.companies.models import Site
from lerna.doors.cabinet.journal import read_journal
from lerna.doors.cabinet.received import read_received, read_told, write_received, write_told
from lerna.kit.clock import to_local
from lerna.privacy.consents.queries import list_active
from lerna.privacy.consents.receipt import build_receipt, write_receipt
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


def build_archive(acting: Acting, *, site: Site, now: datetime) -> bytes:
    """A ZIP of `my-data.html`, `my-data.json` and, where consents stand, `consents.json` with their receipt."""
    subject, content = acting.subject, io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.html", _build_page(acting, site, now))
        archive.writestr("my-data.json", _write_json(subject, now))
        with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="a person takes their receipts"):
            consents = list_active(subject)
            if consents:
                receipt = build_receipt(consents, company=subject.company, site=site)
                archive.writestr("consents.json", write_receipt(receipt))
    return content.getvalue()


def _build_page(acting: Acting, site: Site, now: datetime) -> str:
    subject = acting.subject
    context = {
        "held": read_held(subject, now=now),
        "received": read_received(subject),
        "told": read_told(subject),
        "journal": read_journal(acting),
        "acting": acting,
        "site": site,
        "company": subject.company,
        "made_at": to_local(now),
        "language": get_language(),
    }
    return render_to_string("cabinet/archive.html", context)


def _write_json(subject: DataSubject, now: datetime) -> str:
    data: dict[str, Any] = {
        "made_at": to_local(now).isoformat(),
        "controller": {"name": subject.company.name.en, "bin": subject.company.bin},
        "subject": {
            "id": str(subject.pk),
            "first_site": subject.site,
            "created_at": to_local(subject.created_at).isoformat(),
        },
        "held": read_everything(subject),
        "transfers": write_received(read_received(subject)),
        "recipients_told": write_told(read_told(subject)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> str:
    return to_local(value).isoformat() if isinstance(value, datetime) else str(value)
