"""Every write of this room: companies and sites come from their files and from nowhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from lerna.companies.facts import CompanyFacts, SiteFacts
from lerna.companies.files import CompanyFile, check_against, load_company_files
from lerna.companies.models import Company, Site
from lerna.companies.queries import build_facts


class Outcome(StrEnum):
    """What loading did to a company or a site."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class LoadedCompany:
    """What loading did to one company and, by key, to each of its sites."""

    slug: str
    outcome: Outcome
    sites: dict[str, Outcome]


def load_companies(*, files: Iterable[Path], now: datetime) -> tuple[LoadedCompany, ...]:
    """Make the tables say what these files say; companies of other files stay as they are.

    Idempotent: the same files a second time change nothing. A site that left its file is retired, one that came back
    returns. DataFileError where a file is wrong or claims what another company has; then nothing is changed.
    """
    with transaction.atomic():
        company_files = load_company_files(files)
        _refuse_claims_of_others(company_files)
        known_sites = _set_aside_hosts(company_files, now)
        return tuple(_load_company(file.facts, known_sites, now) for file in company_files)


def _refuse_claims_of_others(company_files: tuple[CompanyFile, ...]) -> None:
    others = Company.objects.exclude(slug__in=[file.facts.slug for file in company_files])
    for other in others.select_for_update():
        facts = build_facts(other)
        for file in company_files:
            check_against(file, facts.bin, facts.sites, f"the company {other.slug}")


def _set_aside_hosts(company_files: tuple[CompanyFile, ...], now: datetime) -> dict[tuple[str, str], Site]:
    """The sites known before, by company and key. Those whose host or key their file no longer has are retired first,
    so that a host may pass from one site to another in one go.
    """
    hosts = {(file.facts.slug, site.key): site.host for file in company_files for site in file.facts.sites}
    slugs = [file.facts.slug for file in company_files]
    sites = Site.objects.filter(company__slug__in=slugs).select_related("company").select_for_update()
    known = {(site.company.slug, site.key): site for site in sites}
    moving = [site.pk for place, site in known.items() if site.host != hosts.get(place) and site.retired_at is None]
    Site.objects.filter(pk__in=moving).update(retired_at=now, changed_at=now)
    return known


def _load_company(facts: CompanyFacts, known_sites: Mapping[tuple[str, str], Site], now: datetime) -> LoadedCompany:
    known = Company.objects.filter(slug=facts.slug).select_for_update()
    company = known.get() if known.exists() else Company(slug=facts.slug)
    outcome = _write(company, _company_columns(facts), now)
    sites = {}
    for place, site_facts in enumerate(facts.sites):
        site = known_sites.get((facts.slug, site_facts.key)) or Site(company=company, key=site_facts.key)
        sites[site_facts.key] = _write(site, _site_columns(site_facts, place), now)
    for (slug, key), site in known_sites.items():
        if slug == facts.slug and key not in sites:
            sites[key] = Outcome.UNCHANGED if site.retired_at else Outcome.RETIRED
    return LoadedCompany(facts.slug, outcome, sites)


def _write(row: Company | Site, columns: Mapping[str, object], now: datetime) -> Outcome:
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    is_new = row.pk is None
    if not changed and not is_new:
        return Outcome.UNCHANGED
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at = now
    if is_new:
        row.created_at = now
    row.save()
    return Outcome.CREATED if is_new else Outcome.UPDATED


def _company_columns(facts: CompanyFacts) -> dict[str, object]:
    return {
        "bin": facts.bin,
        "legal_form": facts.legal_form,
        "short_form": facts.short_form,
        "name": facts.name,
        "other_names": list(facts.other_names),
        "address": facts.address,
        "email": facts.email,
        "phone": facts.phone,
        "platform_host": facts.platform_host,
        "policy_dated": facts.policy_dated,
        "responsible_name": facts.responsible.name,
        "responsible_position": facts.responsible.position,
        "responsible_email": facts.responsible.email,
        "responsible_phone": facts.responsible.phone,
    }


def _site_columns(facts: SiteFacts, place: int) -> dict[str, object]:
    return {
        "host": facts.host,
        "place": place,
        "brand_name": facts.brand.name,
        "tagline": facts.brand.tagline,
        "logo": facts.brand.logo,
        "accent": facts.brand.accent,
        "accent_dark": facts.brand.accent_dark,
        "display_font": facts.brand.display_font,
        "languages": list(facts.languages),
        "default_language": facts.default_language,
        "sender": facts.sender,
        "retired_at": None,
    }
