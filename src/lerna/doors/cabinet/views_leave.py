"""Deleting one's account: what goes at once, what a law keeps and until when, and a short time to change one's mind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lerna.accounts.held import read_held
from lerna.accounts.queries import Account
from lerna.doors.cabinet.views import show_held
from lerna.doors.look.signed_in import needs_account
from lerna.kit import clock
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.lifecycle.operations import FarewellError, say_farewell, stay_after_all
from lerna.privacy.policy.purposes import LegalBasis


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, account: Account) -> HttpResponse:
    """All that no law keeps stops at once, and is destroyed when the time to change one's mind is over (8.4-е)."""
    now, refused = clock.now(), False
    if request.method == "POST":
        try:
            if request.POST.get("do") == "stay":
                stay_after_all(subject=account.subject, now=now)
            else:
                say_farewell(subject=account.subject, now=now)
        except FarewellError:
            refused = True
        else:
            return redirect("cabinet:leave")
    farewell = Farewell.objects.filter(subject=account.subject.pk).order_by("pk").first()
    held = [show_held(one, account) for one in read_held(account.subject, now=now)]
    context = {
        "due_at": clock.to_local(farewell.due_at) if farewell else None,
        "going": [one for one in held if one.held.terms.basis is not LegalBasis.LAW],
        "kept": [one for one in held if one.held.terms.basis is LegalBasis.LAW],
        "refused": refused,
        "tab": "leave",
    }
    return render(request, "cabinet/leave.html", context, status=409 if refused else 200)
