"""The desk's page of applications, drawn by the very same template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bare.models import Application, Login
from lerna.accounts.queries import hash_token
from lerna.accounts.roles import load_roles
from lerna.doors.look.addresses import get_site
from lerna.doors.look.signed_in import cookie_name
from lerna.kit import clock


@never_cache
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """The latest applications of the company, for whoever is logged in."""
    token, company = request.COOKIES.get(cookie_name(), ""), get_site(request).company
    logins = list(Login.objects.filter(company=company, token=hash_token(token), expires_at__gt=clock.now()))
    if not logins:
        return redirect("cabinet:sign_in")
    shown = [
        {
            "name": f"{found.name} {found.surname}".strip(),
            "email": found.email,
            "phone": found.phone,
            "comment": found.comment,
            "received_at": clock.to_local(found.received_at),
        }
        for found in Application.objects.filter(company=company).order_by("-received_at", "pk")[:50]
    ]
    return render(request, "desk/leads.html", {"leads": shown, "role": load_roles()[logins[0].role]})
