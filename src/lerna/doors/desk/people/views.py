"""One person at the desk: sought by POST, seen for a stated purpose, recorded, told to the person (8.3, 11.1)."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.held import read_seen
from lerna.accounts.looks.operations import open_looks
from lerna.accounts.looks.queries import NoLookError, Open, find_look, find_sought
from lerna.accounts.looks.reasons import load_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.people.forms import LookForm, TakenDownForm
from lerna.doors.desk.people.shown import list_going, read_consents, read_transfers, show_kept
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.requests.shown import show_request
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.queries import preview_erasure
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.desk.queue import list_of_subject
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Kind, Proof
from lerna.privacy.requests.operations import Asker, receive_known_request
from lerna.privacy.requests.queries import find_person

PAGE = "people"


@needs_role_for(Purpose.CONSENT_PROOF)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, account: Account) -> HttpResponse:
    """Asks whom and why; opens the one who is found, or lists the few who share an address or a phone."""
    company, role = account.subject.company, account.user.role
    form = LookForm(
        request.POST if request.method == "POST" else None, company=company, role=role,
        initial={"sought": request.GET.get("request", "")},
    )  # fmt: skip
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        purpose = load_looks().reasons[reason].purpose
        found = find_sought(company, purpose, number=form.number, email=form.email, phone=form.phone)
        looks = open_looks(
            account=account, people=found, reason=reason, words=form.cleaned_data["words"], now=clock.now()
        )
        if len(looks) == 1:
            return redirect("desk:person", looks[0].pk)
        context |= {"is_sought": True, "looks": [_open(account, look.pk) for look in looks]}
    return render_page(request, account, PAGE, "desk/people/seek.html", context)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def person(request: HttpRequest, account: Account, look_id: UUID) -> HttpResponse:
    """What the stated purpose sees of the person, and nothing else."""
    look = _open(account, look_id)
    subject, purpose, now = look.subject, look.purpose, clock.now()
    is_of_requests, is_of_consents = purpose is Purpose.REQUESTS, purpose is Purpose.CONSENT_PROOF
    context = {
        "look": look,
        "terms": terms_for(subject.company).find_purpose(purpose),
        "reason": load_looks().reasons[look.reason],
        "seen": read_seen(subject, purpose),
        "requests": [show_request(one, now, for_staff=True) for one in list_of_subject(subject.company, subject.pk)]
        if is_of_requests
        else [],
        "kinds": load_rules().offered.values() if is_of_requests else (),
        "is_of_requests": is_of_requests,
        "is_of_consents": is_of_consents,
        "consents": read_consents(subject, read_language()) if is_of_consents else (),
        "transfers": read_transfers(subject, read_language()) if is_of_consents else (),
    }
    return render_page(request, account, PAGE, "desk/people/person.html", context)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, account: Account, look_id: UUID, kind: str) -> HttpResponse:
    """Takes down what the person demanded; the software then does what it does for any request (clauses 6.2, 6.8)."""
    look, rules = _open(account, look_id), load_rules().offered.get(Kind(kind)) if kind in Kind.values else None
    if rules is None or look.purpose is not Purpose.REQUESTS:
        raise Http404
    company, now = account.subject.company, clock.now()
    form = TakenDownForm(
        request.POST if request.method == "POST" else None, rules=rules, company=company,
        initial={"language": read_language()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        subject = find_person(company, look.subject.pk)
        hand = Hand.REPRESENTATIVE if subject.representative_id else Hand.PERSON
        received = receive_known_request(
            asker=Asker(subject, Proof.STATEMENT, hand, Actor.STAFF, account.user.pk), site=get_site(request),
            demand=form.read_demand(), channel=Channel(form.cleaned_data["channel"]),
            language=cast("LanguageCode", form.cleaned_data["language"]), now=now,
        )  # fmt: skip
        return redirect("desk:request", received.number)
    context: dict[str, Any] = {"look": look, "form": form, "rules": rules}
    if rules.kind is Kind.ERASURE:
        preview = preview_erasure(subject=look.subject.pk, now=now)
        context |= {"preview": preview, "going": list_going(preview), "kept": show_kept(preview)}
    return render_page(request, account, PAGE, "desk/people/ask.html", context)


def _open(account: Account, look_id: UUID) -> Open:
    try:
        return find_look(account, look_id, now=clock.now())
    except NoLookError:
        raise Http404 from None
