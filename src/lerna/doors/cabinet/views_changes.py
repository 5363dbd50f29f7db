"""“What changed for you”, for whoever is logged in: what stopped, old and new words, agreeing anew, leaving (11.5)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lerna.accounts.queries import Account
from lerna.doors.look.changes_page import agree_anew, read_page
from lerna.doors.look.signed_in import needs_account
from lerna.privacy.consents.models import Channel

_UNTICKED = 422


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, account: Account) -> HttpResponse:
    """The page; a ticked box permits its purpose at once."""
    page = read_page(request, account.subject)
    if page is None:
        raise Http404
    sent = request.method == "POST"
    if sent and agree_anew(request, account.subject, page, Channel.CABINET):
        return redirect(f"{reverse('cabinet:changes')}?renewed")
    context = {
        "page": page,
        "action": reverse("cabinet:changes"),
        "renewed": "renewed" in request.GET and not sent,
        "tab": "changes",
    }
    return render(request, "cabinet/changes.html", context, status=_UNTICKED if sent else 200)
