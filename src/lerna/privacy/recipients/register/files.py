"""Reads `policies/recipients/<company>/<key>.toml` strictly: whatever is wrong is said with file, line and a sentence.

A file that passes is complete: contract, purposes, categories, country, every promise of clause 9.4, contact, and a
name and description in three languages. Before each transfer the same is asked of the row once more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, LawReference, Purpose, Terms
from lerna.privacy.policy.terms import read_law
from lerna.privacy.recipients.models import Channel, Kind
from lerna.privacy.recipients.register.countries import load_countries

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Contract:
    """What binds a third party; each promise is the place of the contract where it stands."""

    number: str
    starts_on: date
    ends_on: date | None
    confidentiality: str
    protection: str
    detection: str
    access: str
    control: str
    no_onward_transfer: str


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """What one file states. A state body has a law in place of a contract, and the other way round."""

    company: str
    key: str
    kind: Kind
    name: Localized
    description: Localized
    country: str
    purposes: tuple[Purpose, ...]
    categories: tuple[Category, ...]
    contract: Contract | None
    law: LawReference | None
    email: str
    phone: str
    channel: Channel
    url: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A company by its slug alone, which is all that terms need."""

    slug: str


def list_files() -> list[Path]:
    """Every file of the register."""
    return sorted((Path(settings.LERNA_POLICIES) / "recipients").glob("*/*.toml"))


def load_recipient_files(paths: Iterable[Path]) -> tuple[RecipientFacts, ...]:
    """What these files state; DataFileError for the first thing wrong in one."""
    return tuple(load_recipient_file(path) for path in paths)


def load_recipient_file(path: Path) -> RecipientFacts:
    """What one file states; the folder names the company. DataFileError for the first thing wrong in it."""
    reader = Reader.load(path)
    company = path.parent.name
    key, kind = _read_key(reader, path), reader.choice("kind", Kind)
    channel, url = _read_channel(reader, kind)
    purposes, categories = _read_purposes(reader, kind, channel, terms_for(_Named(company)))
    contact = reader.table("contact")
    facts = RecipientFacts(
        company=company,
        key=key,
        kind=kind,
        name=reader.localized("name"),
        description=reader.localized("description"),
        country=_read_country(reader),
        purposes=purposes,
        categories=categories,
        contract=None if kind is Kind.STATE_BODY else _read_contract(reader.table("contract")),
        law=_read_law(reader) if kind is Kind.STATE_BODY else None,
        email=_read_email(contact),
        phone=contact.optional_text("phone") or "",
        channel=channel,
        url=url,
    )
    reader.done()
    return facts


def _read_key(reader: Reader, path: Path) -> str:
    key = reader.text("key")
    if not _SLUG.fullmatch(key):
        reader.fail(f'"{key}" must be made of lower-case Latin letters and digits, with single hyphens between.', "key")
    if key != path.stem:
        reader.fail(f'The file of the recipient "{key}" must be called {key}.toml.', "key")
    return key


def _read_country(reader: Reader) -> str:
    return reader.choice("country", load_countries())


def _read_purposes(
    reader: Reader, kind: Kind, channel: Channel, terms: Terms
) -> tuple[tuple[Purpose, ...], tuple[Category, ...]]:
    """Both must be what the company's terms allow: a file can't permit what the policy doesn't.

    Who is passed nothing, as a data center that holds what it can't read, needs no word of the terms.
    """
    purposes, categories = reader.choices("purposes", Purpose), reader.choices("categories", Category)
    if not purposes or not categories:
        reader.fail("A recipient has at least one purpose and one category.", "categories" if purposes else "purposes")
    allowed: set[Category] = set()
    for index, purpose in enumerate(purposes):
        own = terms.find_purpose(purpose)
        if own is None:
            reader.fail(f'The company has switched the purpose "{purpose}" off.', "purposes", index)
        if channel is not Channel.NONE and kind.as_terms_say not in own.recipients:
            reader.fail(f'The terms name no "{kind.as_terms_say}" as recipient for "{purpose}".', "purposes", index)
        allowed.update(own.categories)
    for index, category in enumerate(categories):
        if category not in allowed:
            reader.fail(f'None of its purposes needs the category "{category}".', "categories", index)
    return purposes, categories


def _read_contract(reader: Reader) -> Contract:
    starts_on, ends_on = reader.date("from"), reader.optional_date("until")
    if ends_on is not None and ends_on < starts_on:
        reader.fail("The contract ends before it begins.", "until")
    measures = reader.table("measures")
    return Contract(
        number=reader.text("number"),
        starts_on=starts_on,
        ends_on=ends_on,
        confidentiality=reader.text("confidentiality"),
        protection=measures.text("protection"),
        detection=measures.text("detection"),
        access=measures.text("access"),
        control=measures.text("control"),
        no_onward_transfer=reader.text("no_onward_transfer"),
    )


def _read_law(reader: Reader) -> LawReference:
    law = read_law(reader)
    if law is None:
        reader.fail("A state body receives by a law: cite it in [law].")
    return law


def _read_email(reader: Reader) -> str:
    email = reader.text("email")
    try:
        validate_email(email)
    except ValidationError:
        reader.fail(f'"{email}" is no e-mail address.', "email")
    return email


def _read_channel(reader: Reader, kind: Kind) -> tuple[Channel, str]:
    table = reader.table("channel")
    channel = table.choice("kind", Channel)
    if channel is not Channel.NONE and kind is Kind.STATE_BODY:
        table.fail("A state body receives by a disclosure that two people decide on, and by no channel.", "kind")
    if channel is not Channel.HTTPS:
        return channel, ""
    url = table.text("url")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or parts.username:
        table.fail(f'"{url}" must be an https:// address without a query and a password.', "url")
    return channel, url
