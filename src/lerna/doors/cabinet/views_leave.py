"""Deleting one's account: what goes at once, what a law keeps and until when, and a short time to change one's mind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lerna.accounts.held import read_held
from lerna.accounts.queries import Acting
from lerna.accounts.represented import representing
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.cabinet.views import show_held
from lerna.kit import clock
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.lifecycle.operations import FarewellError
from lerna.privacy.policy.purposes import LegalBasis


@needs_person
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, acting: Acting) -> HttpResponse:
    """All that no law keeps stops at once, and is destroyed when the time to change one's mind is over (8.4-е)."""
    now, refused = clock.now(), ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "stay":
                representing.change_mind(acting=acting, now=now)
            else:
                representing.leave(acting=acting, now=now)
        except FarewellError:
            refused = "late"
        except representing.RepresentingError:
            refused = "acting"
        else:
            return redirect(address_of(acting, "leave"))
    farewell = Farewell.objects.filter(subject=acting.subject.pk).order_by("pk").first()
    held = [show_held(one, acting.subject) for one in read_held(acting.subject, now=now)]
    staying = () if acting.is_for_another else representing.list_staying(acting.account)
    context = {
        "due_at": clock.to_local(farewell.due_at) if farewell else None,
        "going": [one for one in held if one.held.terms.basis is not LegalBasis.LAW],
        "kept": [one for one in held if one.held.terms.basis is LegalBasis.LAW],
        "refused": refused,
        "staying": [(one.name, address_of(one, "leave")) for one in staying],
        "tab": "leave",
    }
    return render(request, "cabinet/leave.html", context, status=409 if refused else 200)
