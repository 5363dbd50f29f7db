"""Checking a certificate: all that it says, so that a changed paper is seen; and whether a file is the very one."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lerna.doors.look.addresses import get_site
from lerna.doors.look.paper.certified import REASONS
from lerna.doors.storefront.certificates.forms import FileForm, NumberForm
from lerna.doors.storefront.rate import is_too_often
from lerna.kit import clock
from lerna.school.learning.certificates.badges import badge_keys, describe_issuer, sign_list
from lerna.school.learning.certificates.numbers import read_number
from lerna.school.learning.certificates.queries import check_certificate, is_paper, list_revoked

_NOT_FOUND, _INVALID, _TOO_MANY = 404, 422, 429
_LIST_AGE = 300  # seconds that a status list may be kept by whoever checks


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for the number, and leads to its page."""
    form = NumberForm(request.GET or None)
    if form.is_valid():
        return redirect("storefront:certificate", form.cleaned_data["number"])
    return render(request, "storefront/certificates/ask.html", {"form": form}, status=_INVALID if form.errors else 200)


@csrf_exempt  # compares a file and changes nothing; so the page needs no cookie (clause 4.3)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """All that the certificate says; after a file was given, whether it is the one that was issued."""
    read = read_number(number)
    if read is None:
        raise Http404
    if read != number:
        return redirect("storefront:certificate", read)
    if is_too_often(request, "certificate"):
        return render(request, "storefront/certificates/unknown.html", {"is_too_often": True}, status=_TOO_MANY)
    checked = check_certificate(get_site(request).company, number)
    if checked is None:
        return render(request, "storefront/certificates/unknown.html", {"number": number}, status=_NOT_FOUND)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    compared = is_paper(checked, form.cleaned_data["file"]) if form.is_valid() else None
    context = {"checked": checked, "reason": REASONS.get(checked.reason, ""), "form": form, "compared": compared}
    return render(request, "storefront/certificates/certificate.html", context, status=_INVALID if form.errors else 200)


@require_safe
def status_list(request: HttpRequest, part: int) -> HttpResponse:
    """Which badges are revoked (W3C Bitstring Status List), signed; names nobody."""
    site = get_site(request)
    revoked = list_revoked(site.company, part)
    if revoked is None:
        raise Http404
    content = sign_list(
        company=site.company.slug, host=site.host, part=part, revoked=revoked, now=clock.now(), keys=badge_keys()
    )
    response = HttpResponse(content, content_type="application/vc+jwt")
    response["Cache-Control"] = f"public, max-age={_LIST_AGE}"
    return response


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """The site as an issuer of badges (did:web): the key by which they are signed."""
    site = get_site(request)
    return JsonResponse(describe_issuer(company=site.company.slug, host=site.host, keys=badge_keys()))
