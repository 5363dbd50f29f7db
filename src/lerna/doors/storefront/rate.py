"""How often one address may send a form. The address itself is kept nowhere: only its keyed hash, for some minutes."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MOST = 20  # a class of pupils behind one address may all apply; a robot is stopped
SECONDS = 600


def is_too_often(request: HttpRequest, action: str) -> bool:
    """Counts this request; True when its address has sent more than MOST in SECONDS. Each process counts its own."""
    key = f"rate.{action}.{salted_hmac('lerna.rate', _read_address(request), algorithm='sha256').hexdigest()[:32]}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > MOST
    except ValueError:  # it ran out between the two lines
        return False


def _read_address(request: HttpRequest) -> str:
    """The visitor's address: as the connection says, or, behind our own proxy, the last that the proxy added."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
