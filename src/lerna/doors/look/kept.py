"""Pages that are much alike for everybody: written once, and sent again until something on them changes.

What differs from one visitor to the next, or is somebody's own words, is a hole in what is kept and is filled each
time. Kept in the memory of each web process, for a minute at the longest.
"""

import hashlib
import re
from collections.abc import Callable, Mapping

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

LONGEST = 60  # seconds; what no stamp sees, such as a new translation of a word, is late by so much
_HOLE = re.compile("\ue000([a-z]+)\ue001")  # of Unicode's private use, which no text of anybody holds
_PRIVATE = str.maketrans("", "", "\ue000\ue001")


def send_kept(
    request: HttpRequest,
    template: str,
    *,
    key: tuple[object, ...],
    read: Callable[[], Mapping[str, object]],
    holes: Mapping[str, str],
) -> HttpResponse:
    """The page of this key; written by the template from what `read` gives where it isn't kept.

    `key` has everything in it that the page depends on, without a personal value. `holes` are HTML by the name under
    which the template puts each where it belongs.
    """
    name = hashlib.sha256(repr((template, *key)).encode()).hexdigest()
    page = cache.get(name)
    if page is None:
        empty = {hole: _dig(hole) for hole in (*holes, "nonce")}
        context = {**read(), **empty, "CSP_NONCE": empty["nonce"]}
        page = render_to_string(template, context, request)
        cache.set(name, page, LONGEST)
    filled = {**holes, "nonce": str(request.csp_nonce) if _dig("nonce") in page else ""}  # type: ignore[attr-defined]
    return HttpResponse(_HOLE.sub(lambda found: filled[found[1]].translate(_PRIVATE), page))


def _dig(name: str) -> SafeString:
    return mark_safe(f"\ue000{name}\ue001")  # noqa: S308 -- a name of our own
