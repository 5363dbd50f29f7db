"""The letters about a request. Each goes to the address on file, for the requests' own purpose."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from lerna.companies.models import Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Channel
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.texts import load_text
from lerna.privacy.letters.values import Value
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.clocks.dues import answer_by
from lerna.privacy.requests.identity.codes import make_code
from lerna.privacy.requests.identity.matching import find_address
from lerna.privacy.requests.kinds.rules import rules_of
from lerna.privacy.requests.models import Request
from lerna.privacy.requests.tokens import build_link


def write_confirmation(*, request: Request, site: Site, now: datetime) -> Letter:
    """The code that shows who asks, the number, and the day by which they hear. NoMoreCodesError."""
    code, until = make_code(request=request, now=now)
    extra: dict[str, Value] = {"code": code, "until": until, "answer_by": answer_by(request)}
    template = "request-confirm-letter" if request.channel == Channel.LETTER else "request-confirm"
    return write_letter(request=request, site=site, template=template, now=now, extra=extra)


def write_receipt(*, request: Request, site: Site, now: datetime) -> Letter:
    """The number, and the day by which they hear, where a person answers."""
    extra: dict[str, Value] = {"answer_by": answer_by(request)}
    return write_letter(request=request, site=site, template="request-received", now=now, extra=extra)


def write_letter(*, request: Request, site: Site, template: str, now: datetime, extra: Mapping[str, Value]) -> Letter:
    """A letter about the request; of its number, kind and link it says what its words ask for. In the block of the
    requests' purpose.
    """
    return send_letter(
        subject=request.subject,
        purpose=Purpose.REQUESTS,
        template=template,
        context=pick_values(request, site, template, extra),
        now=now,
        language=language_of(request),
        site=site,
        to=find_address(request.subject),
    )


def pick_values(request: Request, site: Site, template: str, extra: Mapping[str, Value]) -> dict[str, Value]:
    """The values that the letter's words ask for, its number, kind and link among them."""
    language = language_of(request)
    known: dict[str, Value] = {
        "number": request.number,
        "what": rules_of(request.kind).title.in_language(language),
        "page": build_link(request.pk, site, language),
        **extra,
    }
    return {name: known[name] for name in load_text(template).places}


def language_of(request: Request) -> LanguageCode:
    """The language in which to answer; one of the three, by the table's constraint."""
    return cast("LanguageCode", request.language)
