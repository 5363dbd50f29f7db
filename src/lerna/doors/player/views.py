"""What the packages' host answers. Who asks is said by the address alone: no cookie is read or set (clause 3.3)."""

from http import HTTPStatus
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lerna.doors.look.addresses import get_site
from lerna.doors.look.packages.addresses import Pass, read_pass
from lerna.doors.player.messages import LARGEST, read_message
from lerna.doors.player.sending import confine, send_member
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.media import find_media
from lerna.school.learning.packages.archives import find_member
from lerna.school.learning.packages.operations import UnknownSittingError, keep_message, open_package
from lerna.school.learning.packages.queries import Place, count_seconds, find_place
from lerna.school.learning.packages.runtime import MessageError, list_kept, write_runtime


@require_safe
@xframe_options_exempt
def play(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """The page that holds what the package speaks with, and the package in a frame inside it."""
    allowed = _need_pass(request, token)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    opened = _open(request, allowed) if allowed.enrollment else {}
    launch, mark, asked = allowed.launch.partition("?")
    config = {
        "standard": allowed.standard, "names": list_kept(allowed.standard), "frame": allowed.frame,
        "said": f"/{token}/said", "launch": f"/{token}/files/{quote(launch, safe='/#')}{mark}{asked}", **opened,
    }  # fmt: skip
    with translation.override(language):
        page = render_to_string("player/play.html", {"config": config, "language": language})
    # What packages left in this browser is gone with the next one: another's learner may sit here (clause 8.2).
    response = HttpResponse(page, headers={"Cache-Control": "no-store", "Clear-Site-Data": '"storage"'})
    confine(response, allowed, script="'self'", style="'self'", frames="'self'")
    return response


@csrf_exempt  # there is no cookie that could lend somebody else's rights
@require_POST
def said(request: HttpRequest, token: str) -> HttpResponse:
    """Keeps what the package said; of a package that is only looked at, nothing."""
    allowed = _need_pass(request, token)
    if not allowed.enrollment:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    now = clock.now()
    try:
        message = read_message(request.body, allowed.standard)
        with processing(Purpose.LEARNING, company=get_site(request).company, reason="a package reports"):
            keep_message(place=_need_place(allowed), message=message, now=now)
    except MessageError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except UnknownSittingError as error:
        raise Http404 from error
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_safe
@xframe_options_exempt
def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A file of the package, out of its archive. A service worker would outlive the lesson, and none is given."""
    allowed = _need_pass(request, token)
    media = find_media(get_site(request).company, [allowed.digest]).get(allowed.digest)
    member = find_member(media.path, name) if media else None
    if member is None or "Service-Worker" in request.headers:
        raise Http404
    return send_member(request, member, allowed, name)


def nothing(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Whatever isn't here, in words that name nobody."""
    del exception  # may quote what was asked
    return HttpResponse("Not found\n", status=HTTPStatus.NOT_FOUND, content_type="text/plain; charset=utf-8")


def broken(_request: HttpRequest) -> HttpResponse:
    """The server is broken, in the same few words."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return HttpResponse("Server error\n", status=status, content_type="text/plain; charset=utf-8")


def _open(request: HttpRequest, allowed: Pass) -> dict[str, object]:
    """A new sitting for the learner, and what the package is told of the ones before."""
    with processing(Purpose.LEARNING, company=get_site(request).company, reason="a learner opens a package"):
        place = _need_place(allowed)
        sitting = open_package(place=place, now=clock.now())
        told = write_runtime(
            allowed.standard, sitting.record, seconds=count_seconds(sitting.record), pass_mark=place.package.pass_mark
        )
        return {"sitting": sitting.number, "told": told}


def _need_place(allowed: Pass) -> Place:
    place = find_place(UUID(allowed.enrollment), allowed.lesson, allowed.block, now=clock.now())
    if place is None:
        raise Http404
    return place


def _need_pass(request: HttpRequest, token: str) -> Pass:
    allowed = read_pass(token, get_site(request).company, now=clock.now())
    if allowed is None:
        raise Http404
    return allowed
