"""Consents as switches: each purpose that rests on consent, on or off, and as simple to take back as to give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.abroad import list_abroad_switches
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import read_language
from lerna.kit import clock
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel
from lerna.privacy.consents.obligations import Obligation
from lerna.privacy.consents.operations import StaleTextError, give_consents, withdraw
from lerna.privacy.consents.queries import list_active
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

FORM = "cabinet"


@dataclass(frozen=True, slots=True)
class Switch:
    """One purpose: whether it is on, until when, and the text that switching it on agrees to."""

    purpose: Purpose
    statement: Statement
    is_on: bool
    until: datetime | None


@needs_person
@require_safe
def consents(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Every purpose that rests on consent."""
    return render_consents(request, acting)


@needs_person
@require_POST
def switch(request: HttpRequest, acting: Acting, key: str) -> HttpResponse:
    """Gives the consent that was read on the page, or takes it back, effective at once (clauses 6.1, 6.3, 6.5)."""
    site, now = get_site(request), clock.now()
    chosen = next((one for one in _list_switches(request, acting) if one.purpose == key), None)
    if chosen is None:
        raise Http404
    if request.POST.get("set") == "off":
        outcome = withdraw(
            subject=acting.subject, purposes=[chosen.purpose],
            channel=Channel.CABINET, hand=acting.hand, site=site.key, now=now,
        )  # fmt: skip
        if outcome.refused:
            return render_consents(request, acting, refused=outcome.refused, status=422)
    elif request.POST.get("agree") != "on":
        return _again(request, acting, _("To switch it on, tick the box beside the text."))
    elif request.POST.get("shown") != chosen.statement.sha256:
        return _again(request, acting, _("This text has changed since the page was opened. Please read it again."))
    else:
        occasion = Occasion(site=site.key, form=FORM, channel=Channel.CABINET, hand=acting.hand)
        try:
            give_consents(
                subject=acting.subject, statements=[chosen.statement], occasion=occasion,
                person=read_name(acting.subject), now=now,
            )  # fmt: skip
        except StaleTextError:
            return _again(request, acting, _("This text has changed since the page was opened. Please read it again."))
    return redirect(address_of(acting, "consents"))


@needs_person
@require_POST
def withdraw_all(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Takes back all that is switched on, at once (clause 6.3); what an obligation needs stays, with its reason."""
    switched_on = [one.purpose for one in _list_switches(request, acting) if one.is_on]
    outcome = withdraw(
        subject=acting.subject, purposes=switched_on,
        channel=Channel.CABINET, hand=acting.hand, site=get_site(request).key, now=clock.now(),
    )  # fmt: skip
    if outcome.refused:
        return render_consents(request, acting, refused=outcome.refused, status=422)
    return redirect(address_of(acting, "consents"))


def _list_switches(request: HttpRequest, acting: Acting) -> tuple[Switch, ...]:
    company = get_site(request).company
    version = current_version(company)
    if version is None:
        return ()
    asked = [own.key for own in terms_for(company).purposes if own.basis is LegalBasis.CONSENT]
    statements = build_statements(company=company, version=version, form=(), own=asked, language=read_language())
    with processing(Purpose.CONSENT_PROOF, company=company, reason="the person sees their consents"):
        until = {Purpose(one.purpose): one.expires_at for one in reversed(list_active(acting.subject))}
        subject = DataSubject.objects.get(pk=acting.subject.pk)
    return tuple(
        Switch(
            one.purpose,
            one,
            may(subject, one.purpose),
            clock.to_local(until[one.purpose]) if one.purpose in until else None,
        )
        for one in statements
    )


def read_name(subject: DataSubject) -> str:
    """The person's name as they stated it, for the proof."""
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="the proof names the person"):
        profile = Profile.objects.get(subject=subject)
        return f"{profile.name} {profile.surname or ''}".strip()


def _again(request: HttpRequest, acting: Acting, sentence: str) -> HttpResponse:
    return render_consents(request, acting, sentence=sentence, status=422)


def render_consents(
    request: HttpRequest,
    acting: Acting,
    *,
    sentence: str = "",
    refused: Sequence[Obligation] = (),
    status: int = 200,
) -> HttpResponse:
    """The page; `refused` is what an obligation stands in the way of, which it says with its reasons (clause 6.8)."""
    switches = _list_switches(request, acting)
    several_on = sum(one.is_on for one in switches) > 1
    context = {
        "switches": switches,
        "abroad": list_abroad_switches(acting.subject, clock.now()),
        "several_on": several_on,
        "sentence": sentence,
        "refused": refused,
        "tab": "consents",
    }
    return render(request, "cabinet/consents.html", context, status=status)
