"""Public pages of every site: the school, the company behind it, how to reach it. They open without consent (4.3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lerna.companies.queries import list_sites
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.storefront.front_page import join_directions, load_front_page
from lerna.privacy.policy.stores.declared import list_stores
from lerna.school.catalogue.queries import list_directions


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The school's front page."""
    site = get_site(request)
    page = load_front_page(site.key)
    art = f"storefront/art/{site.key if page else 'plain'}.svg"
    directions = join_directions(page, list(list_directions(site)))
    return render(request, "storefront/home.html", {"page": page, "art": art, "directions": directions})


@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """Who stands behind the site: the controller's facts; where personal data lie (clauses 1.1, 5.1, 8.4-а, 11.6)."""
    site = get_site(request)
    own_sites = [
        {"name": own.brand_name, "host": own.host, "address": build_site_address(request, own)}
        for own in list_sites()
        if own.company_id == site.company_id
    ]
    return render(request, "storefront/company.html", {"own_sites": own_sites, "stores": list_stores()})


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """How to write to the school, and how to apply until there is a form."""
    return render(request, "storefront/contacts.html")
