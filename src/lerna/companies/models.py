"""Controllers and their sites, as loaded from `policies/companies/`; the files are the source, the tables a copy."""

from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Length

from lerna.kit.localized import LANGUAGE_CODES
from lerna.kit.localized_field import LocalizedField, all_languages_present

_LANGUAGES = [(code, code) for code in LANGUAGE_CODES]
_COLOR = r"^#[0-9a-f]{6}$"
_HOST = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$"


class Company(models.Model):
    """A controller (clauses 1.1, 5.1, 11.6)."""

    slug = models.SlugField(unique=True)
    bin = models.CharField(max_length=12, unique=True)
    legal_form = LocalizedField()
    short_form = LocalizedField()
    name = LocalizedField()
    other_names = ArrayField(models.TextField(), default=list)
    address = LocalizedField()
    email = models.EmailField()
    phone = models.TextField(null=True)  # noqa: DJ001 -- a company without a phone has none, not an empty one
    platform_host = models.TextField()
    policy_dated = models.DateField()
    responsible_name = LocalizedField()
    responsible_position = LocalizedField()
    responsible_email = models.EmailField()
    responsible_phone = models.TextField(null=True)  # noqa: DJ001 -- as above
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(name="company_bin_is_12_digits", condition=models.Q(bin__regex=r"^[0-9]{12}$")),
            *(
                models.CheckConstraint(name=f"company_{field}_in_all_languages", condition=all_languages_present(field))
                for field in (
                    "legal_form",
                    "short_form",
                    "name",
                    "address",
                    "responsible_name",
                    "responsible_position",
                )
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class SiteQuerySet(models.QuerySet["Site"]):
    def served(self) -> Self:
        """Sites that stand in their company's file now."""
        return self.filter(retired_at=None)

    def answering_to(self, hosts: Iterable[str], *, first_label: str | None = None) -> Self:
        """Served sites with one of these exact hosts, or one that begins with this label; longest host first."""
        condition = models.Q(host__in=tuple(hosts))
        if first_label is not None:
            condition |= models.Q(host__startswith=f"{first_label}.")
        return self.served().filter(condition).order_by(Length("host").desc(), "host")


class Site(models.Model):
    """A host with all its sub-domains, of one company (clauses 2.2, 3.4)."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sites")
    key = models.SlugField()
    host = models.TextField()
    place = models.PositiveSmallIntegerField()  # order in the company's file
    brand_name = models.TextField()
    tagline = LocalizedField()
    logo = models.TextField()
    accent = models.CharField(max_length=7)
    accent_dark = models.CharField(max_length=7)
    display_font = models.TextField()
    languages = ArrayField(models.CharField(max_length=2, choices=_LANGUAGES))
    default_language = models.CharField(max_length=2, choices=_LANGUAGES)
    sender = models.EmailField()
    # A site that left its company's file is kept for what was said and consented to there, but answers no more.
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["company", "place"]
        constraints = [
            models.UniqueConstraint(name="site_key_once_in_company", fields=["company", "key"]),
            models.UniqueConstraint(name="site_key_served_once", fields=["key"], condition=models.Q(retired_at=None)),
            models.UniqueConstraint(name="site_host_served_once", fields=["host"], condition=models.Q(retired_at=None)),
            models.CheckConstraint(name="site_host_is_normal", condition=models.Q(host__regex=_HOST)),
            models.CheckConstraint(
                name="site_colors_are_colors",
                condition=models.Q(accent__regex=_COLOR, accent_dark__regex=_COLOR),
            ),
            models.CheckConstraint(name="site_tagline_in_all_languages", condition=all_languages_present("tagline")),
            models.CheckConstraint(
                name="site_speaks_its_default_language",
                condition=models.Q(languages__contains=[models.F("default_language")]),
            ),
        ]

    def __str__(self) -> str:
        return self.key
