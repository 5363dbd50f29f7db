"""Where a package is played: on a host that is not ours to speak for, by an address that is a pass.

That host knows no cookies. What may be read and written there stands in the address itself, signed: of which package,
for which place of which enrollment, and inside which page it is shown. It changes a few times a day, so that a browser
keeps what it has loaded, and works for half a day at most.
"""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any, cast

from csp.decorators import csp_update
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import reverse

from lerna.companies.hosts import packages_host
from lerna.companies.models import Company
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.look.media.addresses import WINDOW
from lerna.school.blocks.kinds import Package
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment
from lerna.school.learning.packages.runtime import Standard


@dataclass(frozen=True, slots=True)
class Pass:
    """What an address allows. `ends` counts windows of time; `frame` is the origin of the page around it.

    Without an `enrollment` the package is only looked at, and nothing that it says is kept.
    """

    digest: str
    standard: Standard
    launch: str
    frame: str
    ends: int
    enrollment: str = ""
    lesson: int = 0
    block: str = ""


def play_address(
    request: HttpRequest, package: Package, *, language: str, now: datetime, place: tuple[Enrollment, Lesson] | None
) -> str:
    """Where the package is played for the reader of this page: as a learner at this place, or to look at it."""
    window = int(now.timestamp() // WINDOW.total_seconds() + 2)
    frame = f"{request.scheme}://{request.get_host()}"
    own = (str(place[0].pk), place[1].pk, package.key) if place else ()
    allowed = Pass(package.file, package.standard, package.launch, frame, window, *own)
    token = _signer(get_site(request).company).sign_object(list(astuple(allowed)))
    path = reverse("package_play", args=[token, language], urlconf="lerna.doors.player.urls")
    return f"{packages_origin(request)}{path}"


def read_pass(token: str, company: Company, *, now: datetime) -> Pass | None:
    """What this address allows at the company's sites now; None where it is forged, another company's, or too old."""
    try:
        allowed = Pass(*_signer(company).unsign_object(token))
    except BadSignature:
        return None
    return allowed if now.timestamp() < allowed.ends * WINDOW.total_seconds() else None


def packages_origin(request: HttpRequest) -> str:
    """The origin on which packages of this site are played: `https://packages.lerna.kz`."""
    scheme, _, address = build_site_address(request, get_site(request)).partition("://")
    host, port = split_domain_port(address)
    return f"{scheme}://{packages_host(host, settings.LERNA_PACKAGES_HOST)}{f':{port}' if port else ''}"


def let_play(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer, inside which packages may be shown."""
    allow: Any = csp_update({"frame-src": [packages_origin(request)]})
    return cast("HttpResponse", allow(lambda: response)())


def _signer(company: Company) -> Signer:
    return Signer(salt=f"packages.{company.pk}", sep=".")
