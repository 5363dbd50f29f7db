"""Applying, and what stands behind it afterwards: which consents were given, their receipt, and the way out.

The address after a form holds a signed number and no personal value; whoever has it may see and withdraw what was
agreed to there, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.companies.models import Site
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import read_language
from lerna.doors.storefront.forms_apply import ApplicationForm
from lerna.doors.storefront.rate import is_too_often
from lerna.kit import clock
from lerna.privacy.consents.models import Cause, Channel, Consent, Hand
from lerna.privacy.consents.operations import StaleTextError, withdraw
from lerna.privacy.consents.queries import list_of_act
from lerna.privacy.consents.receipt import build_receipt, write_receipt
from lerna.privacy.consents.tokens import WrongTokenError, read_act, sign_act
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.recipients.abroad.models import AbroadConsent
from lerna.privacy.recipients.abroad.operations import withdraw_abroad
from lerna.privacy.recipients.abroad.queries import list_abroad_of_act
from lerna.privacy.recipients.abroad.receipt import build_abroad_records
from lerna.privacy.recipients.abroad.statement import title_abroad
from lerna.privacy.subjects.processing import processing
from lerna.sales.leads.operations import FORM, receive_application

_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Given:
    """One consent as the page shows it; `key` is what its button sends."""

    key: str
    title: str
    explanation: str
    until: date
    ended_at: datetime | None
    is_withdrawn: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The form; an application is stored with its consents or not at all (clause 4.1)."""
    site = get_site(request)
    version = current_version(site.company)
    if version is None:
        return render(request, "storefront/policy_none.html", status=404)
    sent = request.method == "POST"
    asked = {"course_key": request.GET.get("course", "")}
    form = ApplicationForm(request.POST if sent else None, site=site, version=version, initial=asked)
    if sent and is_too_often(request, "apply"):
        return render(request, "storefront/apply.html", {"form": form, "too_often": True}, status=_TOO_MANY)
    if sent and form.is_valid():
        if form.is_trapped:
            return redirect("storefront:applied_nothing")
        try:
            received = receive_application(
                site=site, application=form.read_application(), statements=form.ticked(),
                abroad=form.ticked_abroad(), now=clock.now(),
            )  # fmt: skip
        except StaleTextError:
            form.add_error(None, _("The policy was renewed just now. Please read the text and send the form again."))
        else:
            return redirect("storefront:applied", sign_act(received.lead.act))
    return render(request, "storefront/apply.html", {"form": form})


@never_cache
@require_safe
def applied_nothing(request: HttpRequest) -> HttpResponse:
    """Thanks to a robot, which mustn't learn that it was noticed."""
    return render(request, "storefront/applied.html", {"given": (), "is_application": True})


@never_cache
@require_safe
def applied(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, what was agreed to, and how to take it back (clauses 4.1, 6.3)."""
    site = get_site(request)
    with processing(Purpose.CONSENT_PROOF, company=site.company, reason="a person looks at their consents"):
        consents = _find(token)
        given = [_describe(consent, site) for consent in consents]
        ended = {one.key: one for one in given if one.ended_at}
        given += [_describe_abroad(one, site, ended) for one in list_abroad_of_act(consents[0].act)]
    context = {
        "given": given,
        "token": token,
        "goes_on": any(one.ended_at is None for one in given),
        "is_application": consents[0].form == FORM,
    }
    return render(request, "storefront/applied.html", context)


@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt as a file: what was agreed to, word for word, with its hashes (clause 4.1)."""
    site = get_site(request)
    with processing(Purpose.CONSENT_PROOF, company=site.company, reason="a person takes their receipt"):
        consents = _find(token)
        abroad = build_abroad_records(list_abroad_of_act(consents[0].act), company=site.company, site=site)
        content = write_receipt(build_receipt(consents, company=site.company, site=site, also=abroad))
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="consent-receipt.json"'
    return response


@require_POST
def withdraw_given(request: HttpRequest, token: str) -> HttpResponse:
    """Takes back one consent of that form, or all of them; effective at once (clauses 6.3, 6.5)."""
    site, key = get_site(request), request.POST.get("purpose", "")
    with processing(Purpose.CONSENT_PROOF, company=site.company, reason="a person withdraws"):
        consents = _find(token)
        abroad = {_key_abroad(one): one for one in list_abroad_of_act(consents[0].act)}
    if key in abroad:
        withdraw_abroad(
            subject=consents[0].subject, recipient=abroad[key].recipient.key, purpose=Purpose(abroad[key].purpose),
            channel=Channel.SITE, hand=Hand(abroad[key].hand), site=site.key, now=clock.now(),
        )  # fmt: skip
        return redirect("storefront:applied", token)
    wanted = [consent.purpose for consent in consents if key in ("all", consent.purpose)]
    outcome = withdraw(
        subject=consents[0].subject,
        purposes=[Purpose(purpose) for purpose in wanted],
        act=consents[0].act,
        channel=Channel.SITE,
        hand=Hand(consents[0].hand),
        site=site.key,
        now=clock.now(),
    )
    if outcome.refused:
        return render(request, "storefront/not_withdrawn.html", {"refused": outcome.refused, "token": token})
    return redirect("storefront:applied", token)


def _find(token: str) -> tuple[Consent, ...]:
    """The consents that the token names; Http404 for a forged token and for another company's."""
    try:
        consents = list_of_act(read_act(token))
    except WrongTokenError:
        raise Http404 from None
    if not consents:
        raise Http404
    return consents


def _describe(consent: Consent, site: Site) -> Given:
    own: Any = terms_for(site.company).find_purpose(Purpose(consent.purpose))
    language, ending = read_language(), getattr(consent, "ending", None)
    return Given(
        key=consent.purpose,
        title=own.title.in_language(language) if own else consent.purpose,
        explanation=own.explanation.in_language(language) if own else "",
        until=clock.last_day_before(consent.expires_at),
        ended_at=clock.to_local(ending.ended_at) if ending else None,
        is_withdrawn=ending is not None and ending.cause == Cause.WITHDRAWN,
    )


def _describe_abroad(one: AbroadConsent, site: Site, ended: Mapping[str, Given]) -> Given:
    """It ends by itself or with its purpose, which `ended` has by key: without that nothing goes abroad either."""
    own = terms_for(site.company).find_purpose(Purpose(one.purpose))
    language, ending, without = read_language(), one.ending, ended.get(one.purpose)
    name = one.recipient.name.in_language(language)
    with_purpose = without.ended_at if without else None
    return Given(
        key=_key_abroad(one),
        title=title_abroad(one.recipient, one.country, own, language) if own else name,
        explanation=one.recipient.description.in_language(language),
        until=clock.last_day_before(one.expires_at),
        ended_at=clock.to_local(ending.ended_at) if ending else with_purpose,
        is_withdrawn=ending.cause is Cause.WITHDRAWN if ending else without is not None and without.is_withdrawn,
    )


def _key_abroad(one: AbroadConsent) -> str:
    return f"{one.purpose}-abroad-{one.recipient.key}"
