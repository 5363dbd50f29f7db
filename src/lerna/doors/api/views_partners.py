"""Partners fetch the files that were encrypted for them: list, fetch, confirm. Each request bears its own signature.

`Authorization: JWS <token>`; the protocol stands in docs/reference/partner-protocol.md. Whatever isn't trusted gets the
same short answer, so that nobody learns which partners there are.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from lerna.doors.look.addresses import get_site
from lerna.kit import clock
from lerna.privacy.recipients.keys.requests import admit_request
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.sending.files import NoSuchFileError, confirm, hand_over, list_files
from lerna.privacy.recipients.wire.jose import UntrustedError

_SCHEME = "JWS "
_LARGEST_RECEIPT = 16_384  # bytes

View = Callable[..., HttpResponse]


def partner_only(view: View) -> View:
    """Lets in whoever signed this very request; everybody else gets 401, and no reason."""

    @wraps(view)
    def answer(request: HttpRequest, **given: UUID) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        try:
            if not header.startswith(_SCHEME):
                return _refuse()
            partner = admit_request(
                company=get_site(request).company,
                token=header.removeprefix(_SCHEME).strip(),
                method=request.method or "",
                path=request.path,
                now=clock.now(),
            )
        except UntrustedError:
            return _refuse()
        return view(request, partner, **given)

    return csrf_exempt(never_cache(answer))  # no cookie says who it is


@partner_only
@require_GET
def messages(request: HttpRequest, partner: Recipient) -> HttpResponse:  # noqa: ARG001 -- as every view takes it
    """What the partner may fetch now."""
    files = [
        {
            "id": str(file.id),
            "act": file.ask.value,
            "created_at": clock.to_local(file.created_at).isoformat(),
            "until": clock.to_local(file.until).isoformat() if file.until else None,
        }
        for file in list_files(partner, clock.now())
    ]
    return JsonResponse({"messages": files})


@partner_only
@require_GET
def message(request: HttpRequest, partner: Recipient, number: UUID) -> HttpResponse:  # noqa: ARG001 -- as above
    """One of them, encrypted for the partner."""
    try:
        body = hand_over(recipient=partner, file=number, now=clock.now())
    except NoSuchFileError:
        return _miss()
    return HttpResponse(body, content_type="application/jose")


@partner_only
@require_POST
def receipt(request: HttpRequest, partner: Recipient, number: UUID) -> HttpResponse:
    """The partner's signed word that it has it."""
    written = request.read(_LARGEST_RECEIPT + 1)
    try:
        if len(written) > _LARGEST_RECEIPT:
            raise UntrustedError("A receipt isn't that long.")  # noqa: TRY301 -- answered as a wrong one is
        confirm(recipient=partner, file=number, receipt=written.decode("ascii", "replace").strip(), now=clock.now())
    except NoSuchFileError:
        return _miss()
    except UntrustedError:
        return JsonResponse({"error": "The receipt isn't signed, or isn't of what was handed over."}, status=422)
    return HttpResponse(status=204)


def _refuse() -> HttpResponse:
    response = JsonResponse({"error": "The request isn't signed as agreed."}, status=401)
    response["WWW-Authenticate"] = "JWS"
    return response


def _miss() -> HttpResponse:
    return JsonResponse({"error": "Nothing of this number is offered to you."}, status=404)
