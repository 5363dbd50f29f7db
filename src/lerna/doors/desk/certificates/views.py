"""The company's latest certificates, and taking one back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.certificates.forms import RevokeForm
from lerna.doors.desk.pages import render_page
from lerna.doors.look.paper.certified import REASONS
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.certificates.models import Certificate, Reason
from lerna.school.learning.certificates.operations import NotStandingError, revoke_certificate
from lerna.school.learning.certificates.queries import list_issued

LATEST = 100
_PAGE = "certificates"


@needs_role_for(Purpose.LEARNING)
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest, account: Account) -> HttpResponse:
    """The latest ones; a form takes one back, and its page says why from then on."""
    form = RevokeForm(request.POST) if request.method == "POST" else RevokeForm()
    if form.is_valid():
        try:
            revoke_certificate(
                company=account.subject.company, number=form.cleaned_data["number"], staff=account.user.pk,
                reason=Reason(form.cleaned_data["reason"]), now=clock.now(),
            )  # fmt: skip
        except NotStandingError:
            form.add_error("number", _("No certificate of this number stands: look whether it was taken back already."))
        else:
            return redirect("desk:certificates")
    company = account.subject.company
    with processing(Purpose.LEARNING, company=company, reason="the staff see what was certified"):
        found = list_issued(company, LATEST)
        record_looks(
            account=account, purpose=Purpose.LEARNING, screen=_PAGE, now=clock.now(),
            subjects=[one.subject_id for one in found],
        )  # fmt: skip
        context = {"issued": [_show(one) for one in found], "form": form, "most": LATEST}
    status = 422 if form.errors else 200
    return render_page(request, account, _PAGE, "desk/certificates/certificates.html", context, status)


def _show(one: Certificate) -> dict[str, object]:
    """In the block of the purpose, by which alone what is sealed opens."""
    return {
        "number": one.number,
        "holder": one.holder,
        "title": one.course_title,
        "issued_at": one.issued_at,
        "revoked_at": one.revoked_at,
        "reason": REASONS.get(one.reason, ""),
    }
