"""“What changed for you”, by the link in a letter, for people without an account (clause 11.5).

The address holds a signed number and no personal value. Whoever has it may read what changed for the person, agree
anew, and stop everything; data are shown to nobody here. Whoever has an account is led there, to log in.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lerna.accounts.queries import has_account
from lerna.doors.look.addresses import get_site
from lerna.doors.look.renewal.page import agree_anew, read_page
from lerna.kit import clock
from lerna.privacy.consents.models import Channel
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.renewal.operations import take_everything_back
from lerna.privacy.renewal.queries import list_known
from lerna.privacy.renewal.tokens import WrongTokenError, read_person
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

_UNTICKED = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, token: str) -> HttpResponse:
    """The page; a ticked box permits its purpose at once."""
    subject = _find(request, token)
    if subject is None:
        return render(request, "storefront/letter_link_dead.html", status=404)
    if has_account(subject):
        return redirect("cabinet:changes")
    page = read_page(request, subject)
    if page is None:
        raise Http404
    sent = request.method == "POST"
    if sent and agree_anew(request, subject, page, Channel.LETTER):
        return redirect(f"{reverse('storefront:changes', args=[token])}?renewed")
    context = {
        "page": page,
        "token": token,
        "action": reverse("storefront:changes", args=[token]),
        "renewed": "renewed" in request.GET and not sent,
        "has_consents": any(one.terms.basis is LegalBasis.CONSENT for one in page.changes.going_on),
        "days": read_times().ended_days,
    }
    return render(request, "storefront/changes.html", context, status=_UNTICKED if sent else 200)


@require_POST
def withdraw_everything(request: HttpRequest, token: str) -> HttpResponse:
    """Stops at once all that rests on consent; retention then destroys what only that needed (6.3, 6.5, 11.5)."""
    subject = _find(request, token)
    if subject is None:
        raise Http404
    outcome = take_everything_back(subject=subject, site=get_site(request), now=clock.now())
    if outcome.refused:
        return render(request, "storefront/not_withdrawn.html", {"refused": outcome.refused})
    return redirect("storefront:changes", token)


def _find(request: HttpRequest, token: str) -> DataSubject | None:
    """The person that the token names, if this company still knows them; Http404 for a forged one."""
    try:
        person: UUID = read_person(token)
    except WrongTokenError:
        raise Http404 from None
    company = get_site(request).company
    with processing(Purpose.CONSENT_PROOF, company=company, reason="whose link this is"):
        return list_known().filter(pk=person).select_related("company").order_by("pk").first()
