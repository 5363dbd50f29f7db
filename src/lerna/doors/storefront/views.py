"""Public pages of every site: the school, the company behind it, how to reach it. They open without consent (4.3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lerna.doors.storefront.front_page import load_front_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The school's front page."""
    site = request.site  # type: ignore[attr-defined]
    page = load_front_page(site.key)
    art = f"storefront/art/{site.key if page else 'plain'}.svg"
    return render(request, "storefront/home.html", {"page": page, "art": art})


@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """Who stands behind the site: the controller's facts (clauses 1.1, 5.1, 11.6)."""
    return render(request, "storefront/company.html")


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """How to write to the school, and how to apply until there is a form."""
    return render(request, "storefront/contacts.html")
