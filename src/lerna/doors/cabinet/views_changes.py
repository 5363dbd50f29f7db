"""“What changed for you”, for whoever is logged in: what stopped, old and new words, agreeing anew, leaving (11.5)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.look.renewal.page import agree_anew, read_page
from lerna.privacy.consents.models import Channel

_UNTICKED = 422


@needs_person
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The page of the person, or of one for whom they act; a ticked box permits its purpose at once."""
    page = read_page(request, acting.subject)
    if page is None:
        raise Http404
    sent, action = request.method == "POST", address_of(acting, "changes")
    if sent and agree_anew(request, acting.subject, page, Channel.CABINET, hand=acting.hand):
        return redirect(f"{action}?renewed")
    context = {"page": page, "action": action, "renewed": "renewed" in request.GET and not sent, "tab": "changes"}
    return render(request, "cabinet/changes.html", context, status=_UNTICKED if sent else 200)
