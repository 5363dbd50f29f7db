"""Files of the school, each to whom it is for."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from lerna.doors.look.addresses import get_site
from lerna.doors.look.media.addresses import is_for_account, is_for_lesson
from lerna.doors.look.media.sending import StoredFile, send_file
from lerna.doors.look.signed_in import read_account
from lerna.kit import clock
from lerna.school.catalogue.media import find_media, find_public_media
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


def _send(request: HttpRequest, found: MediaFile | None, cache: str) -> HttpResponseBase:
    if found is None:
        raise Http404
    file = StoredFile(
        path=found.path, size=found.size, digest=found.digest, name=found.name, media_type=found.media_type
    )
    return send_file(request, file, cache=cache)
