"""Every read of this room that decides something."""

from typing import cast

from django.conf import settings
from django.core.cache import cache

from lerna.companies.facts import BrandFacts, CompanyFacts, DisplayFont, LanguageCode, ResponsiblePerson, SiteFacts
from lerna.companies.hosts import find_development_label, list_parents, normalize_host
from lerna.companies.models import Company, Site


def site_for_host(host: str) -> Site | None:
    """The site that answers to this host, with its company, or None where the host is nobody's.

    `host` may be as a browser sends it: with port, trailing dot, any case. A site answers for all its sub-domains; of
    several the one with the longest host. In development (LERNA_DEVELOPMENT_HOSTS) `skillbox.localhost` is skillbox.kz.
    One query by an index, none for what can't be a host name or is still kept (LERNA_SITES_KEPT).
    """
    name = normalize_host(host)
    if name is None:
        return None
    seconds, key = settings.LERNA_SITES_KEPT, f"site:{name}"
    site: Site | None = cache.get(key) if seconds else None  # its own copy: the cache writes down what it is given
    if site is None:
        label = find_development_label(name) if settings.LERNA_DEVELOPMENT_HOSTS else None
        site = Site.objects.answering_to(list_parents(name), first_label=label).select_related("company").first()
        if site and seconds:
            cache.set(key, site, seconds)
    return site


def list_sites() -> tuple[Site, ...]:
    """Every served site with its company, by company and in the order of its file. One query."""
    return tuple(Site.objects.served().select_related("company").order_by("company__slug", "place"))


def get_company(slug: str) -> Company:
    """The company of this slug; Company.DoesNotExist where none is loaded."""
    return Company.objects.get(slug=slug)


def build_facts(company: Company) -> CompanyFacts:
    """The company's facts as loaded, with its served sites. One query, none where they're prefetched."""
    sites = sorted((site for site in company.sites.all() if site.retired_at is None), key=lambda site: site.place)
    return CompanyFacts(
        slug=company.slug,
        legal_form=company.legal_form,
        short_form=company.short_form,
        name=company.name,
        other_names=tuple(company.other_names),
        bin=company.bin,
        address=company.address,
        email=company.email,
        phone=company.phone,
        platform_host=company.platform_host,
        policy_dated=company.policy_dated,
        responsible=ResponsiblePerson(
            name=company.responsible_name,
            position=company.responsible_position,
            email=company.responsible_email,
            phone=company.responsible_phone,
        ),
        sites=tuple(map(build_site_facts, sites)),
    )


def build_site_facts(site: Site) -> SiteFacts:
    """The site's facts as loaded; no query."""
    return SiteFacts(
        key=site.key,
        host=site.host,
        brand=BrandFacts(
            name=site.brand_name,
            tagline=site.tagline,
            logo=site.logo,
            accent=site.accent,
            accent_dark=site.accent_dark,
            display_font=cast("DisplayFont", site.display_font),
        ),
        languages=cast("tuple[LanguageCode, ...]", tuple(site.languages)),
        default_language=cast("LanguageCode", site.default_language),
        sender=site.sender,
    )
