"""Files of the school, each to whom it is for."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from lerna.companies.models import Company
from lerna.doors.look.addresses import get_site
from lerna.doors.look.media.addresses import (
    WriteAddress,
    address_for_account,
    address_for_lesson,
    is_for_account,
    is_for_lesson,
)
from lerna.doors.look.media.playlists import MEDIA_TYPE, write_playlist
from lerna.doors.look.media.sending import StoredFile, send_file
from lerna.doors.look.signed_in import read_account
from lerna.kit import clock
from lerna.school.catalogue.media import find_media, find_public_media, list_streams
from lerna.school.catalogue.models import MediaFile

_PUBLIC = "public, max-age=31536000, immutable"  # the address is the digest: what it leads to never changes
_OWN = "private, max-age=31536000, immutable"


@require_safe
def media(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A cover, or a teacher's photo."""
    return _send(request, find_public_media(get_site(request).company, digest), _PUBLIC)


@require_safe
def own_media(request: HttpRequest, digest: str, token: str) -> HttpResponseBase:
    """A lesson's file, to the account for whose page the address was written."""
    account = read_account(request)
    if account is None or not is_for_account(token, digest, account.user.pk, now=clock.now()):
        raise Http404
    return _send(request, find_media(account.subject.company, [digest]).get(digest), _OWN)


@require_safe
def lesson_media(request: HttpRequest, digest: str, lesson: int, token: str) -> HttpResponseBase:
    """A free lesson's file, to everybody."""
    if not is_for_lesson(token, digest, lesson, now=clock.now()):
        raise Http404
    return _send(request, find_media(get_site(request).company, [digest]).get(digest), _OWN)


@require_safe
def own_film(request: HttpRequest, digest: str, token: str) -> HttpResponse:
    """The playlist of a lesson's film, to the account for whose page the address was written."""
    account, now = read_account(request), clock.now()
    if account is None or not is_for_account(token, digest, account.user.pk, now=now):
        raise Http404
    return _list(account.subject.company, digest, address_for_account(account.user.pk, now=now))


@require_safe
def lesson_film(request: HttpRequest, digest: str, lesson: int, token: str) -> HttpResponse:
    """The playlist of a free lesson's film, to everybody."""
    now = clock.now()
    if not is_for_lesson(token, digest, lesson, now=now):
        raise Http404
    return _list(get_site(request).company, digest, address_for_lesson(lesson, now=now))


def _list(company: Company, digest: str, write_address: WriteAddress) -> HttpResponse:
    media = find_media(company, [digest]).get(digest)
    playlist = write_playlist(media, list_streams(media), write_address) if media else ""
    if not playlist:
        raise Http404
    return HttpResponse(playlist, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, no-cache"})


def _send(request: HttpRequest, found: MediaFile | None, cache: str) -> HttpResponseBase:
    if found is None:
        raise Http404
    file = StoredFile(
        path=found.path, size=found.size, digest=found.digest, name=found.name, media_type=found.media_type
    )
    return send_file(request, file, cache=cache)
