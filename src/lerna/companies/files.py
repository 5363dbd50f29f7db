"""Reads the files of `policies/companies/` strictly: every mistake is refused with file, line and a sentence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from lerna.companies.contrast import DARK_GROUND, LIGHT_GROUND, MINIMUM_FOR_TEXT, contrast_ratio
from lerna.companies.facts import DISPLAY_FONTS, BrandFacts, CompanyFacts, ResponsiblePerson, SiteFacts
from lerna.companies.hosts import covers, normalize_host
from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.identity_numbers import IdentityNumberError, parse_bin
from lerna.kit.localized import LANGUAGE_CODES

_COLOR = re.compile(r"#[0-9a-f]{6}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class CompanyFile:
    """A company's file and where in it each site's host and the BIN stand, for checks across companies."""

    path: Path
    facts: CompanyFacts
    bin_line: int
    host_lines: dict[str, int]  # host → line
    key_lines: dict[str, int]  # site key → line


def load_company_file(path: Path) -> CompanyFacts:
    """The facts that one file states; DataFileError for the first thing wrong in it."""
    return read_company_file(path).facts


def load_company_files(paths: Iterable[Path]) -> tuple[CompanyFile, ...]:
    """The files of several companies, checked one by one and then against each other."""
    files = tuple(read_company_file(path) for path in paths)
    for file, other in combinations(files, 2):
        check_against(other, file.facts.bin, file.facts.sites, str(file.path))
    return files


def check_against(file: CompanyFile, claimed_bin: str, sites: Sequence[SiteFacts], claimant: str) -> None:
    """Refuse the file where it claims what another company, named `claimant`, has: its BIN, a site's key or a host."""
    if file.facts.bin == claimed_bin:
        raise DataFileError(file.path, file.bin_line, f"The BIN {claimed_bin} already belongs to {claimant}.")
    for host, line in file.host_lines.items():
        for site in sites:
            if covers(site.host, host) or covers(host, site.host):
                sentence = f"The host {host} is claimed twice: {claimant} has {site.host} with all its sub-domains."
                raise DataFileError(file.path, line, sentence)
    for site in sites:
        if site.key in file.key_lines:
            raise DataFileError(file.path, file.key_lines[site.key], f'The site "{site.key}" already is in {claimant}.')


def read_company_file(path: Path) -> CompanyFile:
    """One company's file with the places of what must be its own; DataFileError for the first thing wrong in it."""
    reader = Reader.load(path)
    sites = tuple(_read_site(table) for table in reader.tables("site"))
    host_lines: dict[str, int] = {}
    key_lines: dict[str, int] = {}
    for site, table in zip(sites, reader.tables("site"), strict=True):
        for name, lines, value in (("host", host_lines, site.host), ("key", key_lines, site.key)):
            if value in lines:
                table.fail(f'The {name} "{value}" is claimed twice: it stands on line {lines[value]} too.', name)
            lines[value] = table.line_of(name)
    facts = _read_company(reader, sites)
    reader.leave("terms")  # read by the policy, which stands above this room
    reader.done()
    if facts.slug != path.stem:
        reader.fail(f'The file of the company "{facts.slug}" must be called {facts.slug}.toml.', "slug")
    return CompanyFile(path, facts, reader.line_of("bin"), host_lines, key_lines)


def _read_company(reader: Reader, sites: tuple[SiteFacts, ...]) -> CompanyFacts:
    platform_host = _read_host(reader, "platform_host")
    if not any(covers(site.host, platform_host) for site in sites):
        reader.fail(f'"platform_host" is {platform_host}, which is no host of this company\'s sites.', "platform_host")
    return CompanyFacts(
        slug=_read_slug(reader, "slug"),
        legal_form=reader.localized("legal_form"),
        short_form=reader.localized("short_form"),
        name=reader.localized("name"),
        other_names=reader.optional_texts("other_names"),
        bin=_read_bin(reader),
        address=reader.localized("address"),
        email=_read_email(reader, "email"),
        phone=reader.optional_text("phone"),
        platform_host=platform_host,
        policy_dated=reader.date("policy_dated"),
        responsible=_read_responsible(reader.table("responsible")),
        sites=sites,
    )


def _read_responsible(reader: Reader) -> ResponsiblePerson:
    return ResponsiblePerson(
        name=reader.localized("name"),
        position=reader.localized("position"),
        email=_read_email(reader, "email"),
        phone=reader.optional_text("phone"),
    )


def _read_site(reader: Reader) -> SiteFacts:
    languages = reader.choices("languages", LANGUAGE_CODES)
    if not languages:
        reader.fail("A site speaks at least one language.", "languages")
    default_language = reader.choice("default_language", LANGUAGE_CODES)
    if default_language not in languages:
        reader.fail(f'The default language "{default_language}" isn\'t among "languages".', "default_language")
    return SiteFacts(
        key=_read_slug(reader, "key"),
        host=_read_host(reader, "host"),
        brand=_read_brand(reader.table("brand")),
        languages=languages,
        default_language=default_language,
        sender=_read_email(reader, "sender"),
    )


def _read_brand(reader: Reader) -> BrandFacts:
    return BrandFacts(
        name=reader.text("name"),
        tagline=reader.localized("tagline"),
        logo=reader.text("logo"),
        accent=_read_color(reader, "accent", LIGHT_GROUND),
        accent_dark=_read_color(reader, "accent_dark", DARK_GROUND),
        display_font=reader.choice("display_font", DISPLAY_FONTS),
    )


def _read_bin(reader: Reader) -> str:
    number = reader.text("bin")
    try:
        digits = parse_bin(number).digits
    except IdentityNumberError as error:
        with translation.override("en"):  # the sentences about data files are English, and so is its other half
            sentence = str(error.sentence)
        reader.fail(f'"{number}" is no BIN: {sentence}', "bin")
    if number != digits:
        reader.fail(f'"{number}" must be written as 12 digits: {digits}.', "bin")
    return number


def _read_slug(reader: Reader, key: str) -> str:
    slug = reader.text(key)
    if not _SLUG.fullmatch(slug):
        reader.fail(f'"{slug}" must be made of lower-case Latin letters and digits, with single hyphens between.', key)
    return slug


def _read_host(reader: Reader, key: str) -> str:
    written = reader.text(key)
    host = normalize_host(written)
    if host is None or "." not in host or ":" in written:
        reader.fail(f'"{written}" is no host name; write it like lerna.kz, without https:// and port.', key)
    return host


def _read_email(reader: Reader, key: str) -> str:
    email = reader.text(key)
    try:
        validate_email(email)
    except ValidationError:
        reader.fail(f'"{email}" is no e-mail address.', key)
    return email


def _read_color(reader: Reader, key: str, ground: str) -> str:
    color = reader.text(key).lower()
    if not _COLOR.fullmatch(color):
        reader.fail(f'"{color}" is no color; write it like #a8431f.', key)
    ratio = contrast_ratio(color, ground)
    if ratio < MINIMUM_FOR_TEXT:
        sentence = f"Text in {color} on {ground} has a contrast of {ratio:.2f}; it must be {MINIMUM_FOR_TEXT} or more."
        reader.fail(sentence, key)
    return color
