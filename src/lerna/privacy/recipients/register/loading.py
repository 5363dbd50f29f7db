"""The register's one write: the table says what the files say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.datafile import DataFileError
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.register.files import RecipientFacts, load_recipient_files


class Outcome(StrEnum):
    """What loading did to a recipient."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did to one recipient of one company."""

    company: str
    key: str
    outcome: Outcome


def load_recipients(*, files: Iterable[Path], now: datetime) -> tuple[Loaded, ...]:
    """Make the register say what these files say. Idempotent.

    Of a company whose folder is loaded, a recipient whose file is no longer there is retired: it receives nothing more
    and is kept for what it received. DataFileError where a file is wrong or names no company; then nothing is changed.
    """
    paths = tuple(files)
    facts = load_recipient_files(paths)
    with transaction.atomic():
        companies = {company.slug: company for company in Company.objects.all()}
        for path, one in zip(paths, facts, strict=True):
            if one.company not in companies:
                raise DataFileError(path, 1, f'There is no company "{one.company}"; the folder bears its short name.')
        known = {
            (row.company.slug, row.key): row
            for row in Recipient.objects.select_related("company").select_for_update(of=("self",))
        }
        written = [_write(known, companies, one, now) for one in facts]
        folders = {path.parent for path in paths}
        return (*written, *_retire(known, folders, now))


def _write(
    known: Mapping[tuple[str, str], Recipient], companies: Mapping[str, Company], facts: RecipientFacts, now: datetime
) -> Loaded:
    row = known.get((facts.company, facts.key)) or Recipient(company=companies[facts.company], key=facts.key)
    columns = _columns(facts)
    is_new = row.pk is None
    if not is_new and all(getattr(row, name) == value for name, value in columns.items()):
        return Loaded(facts.company, facts.key, Outcome.UNCHANGED)
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at = now
    if is_new:
        row.created_at = now
    row.save()
    return Loaded(facts.company, facts.key, Outcome.CREATED if is_new else Outcome.UPDATED)


def _retire(known: Mapping[tuple[str, str], Recipient], folders: Iterable[Path], now: datetime) -> Iterable[Loaded]:
    for folder in sorted(folders):
        for (company, key), row in known.items():
            if company == folder.name and row.retired_at is None and not (folder / f"{key}.toml").exists():
                row.retired_at = row.changed_at = now
                row.save(update_fields=["retired_at", "changed_at"])
                yield Loaded(company, key, Outcome.RETIRED)


def _columns(facts: RecipientFacts) -> dict[str, object]:
    contract = facts.contract
    promises = {name: getattr(contract, name) if contract else "" for name in Recipient.PROMISES}
    return promises | {
        "kind": facts.kind,
        "name": facts.name,
        "description": facts.description,
        "country": facts.country,
        "purposes": list(facts.purposes),
        "categories": list(facts.categories),
        "contract_number": contract.number if contract else "",
        "contract_from": contract.starts_on if contract else None,
        "contract_until": contract.ends_on if contract else None,
        "law": facts.law.title if facts.law else None,
        "email": facts.email,
        "phone": facts.phone,
        "channel": facts.channel,
        "url": facts.url,
        "retired_at": None,
    }
