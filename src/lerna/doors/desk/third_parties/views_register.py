"""The register of third parties: who may receive, what each received, and who hasn't confirmed (clauses 9.1, 9.4)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.companies.models import Company
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.third_parties.shown import MISSING, name_categories, name_purposes
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.duties.retry import NothingToRetryError, retry_duty
from lerna.privacy.recipients.models import Channel, Kind, State
from lerna.privacy.recipients.queries import list_transfers_to, list_unconfirmed
from lerna.privacy.recipients.register.countries import load_countries
from lerna.privacy.recipients.register.standing import Standing, find_recipient, list_standings

LATEST = 100
_TONES = {State.CONFIRMED: "good", State.FAILED: "bad", State.SENT: "warn"}


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def recipients(request: HttpRequest, account: Account) -> HttpResponse:
    """Everybody in the register: bound by what, what is missing, and why something can't be received."""
    company = account.subject.company
    found = list_standings(company, clock.now())
    context = {"recipients": [_show(one, company) for one in found]}
    return render_page(request, account, "recipients", "desk/third_parties/recipients.html", context)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def transfers(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """What went to one of them; whose it was stands on that person's own page alone."""
    company = account.subject.company
    recipient = find_recipient(company, key)
    if recipient is None:
        raise Http404
    shown = [
        {
            "number": one.id.hex[:8],
            "at": clock.to_local(one.sent_at or one.created_at),
            "purpose": name_purposes(company, [one.purpose]),
            "data": name_categories(company, one.categories),
            "state": one.state.label,
            "tone": _TONES.get(one.state, "plain"),
        }
        for one in list_transfers_to(recipient, LATEST)
    ]
    context = {"recipient": recipient, "transfers": shown, "most": LATEST}
    return render_page(request, account, "recipients", "desk/third_parties/transfers.html", context)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def duties(request: HttpRequest, account: Account) -> HttpResponse:
    """Who hasn't confirmed a correction, a withdrawal, a block or a destruction, the most urgent first."""
    return _list_duties(request, account)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_POST
def retry(request: HttpRequest, account: Account, duty: UUID) -> HttpResponse:
    """Tries one of them again within a minute."""
    try:
        retry_duty(company=account.subject.company, duty_id=duty, now=clock.now())
    except NothingToRetryError:
        return _list_duties(request, account, _("There is nothing to try again: it is confirmed, or not ours."), 404)
    return redirect("desk:duties")


def _list_duties(request: HttpRequest, account: Account, sentence: str = "", status: int = 200) -> HttpResponse:
    now, language = clock.now(), read_language()
    shown = [
        {
            "duty": one,
            "recipient": one.recipient.in_language(language),
            "number": one.id.hex[:8],
            "demand": one.demand.label,
            "since": clock.to_local(one.created_at),
            "is_late": one.is_late(clock.local_day(now)),
            "is_fetched": one.channel is Channel.FILE,
        }
        for one in list_unconfirmed(account.subject.company)
    ]
    context = {"duties": shown, "sentence": sentence}
    return render_page(request, account, "duties", "desk/third_parties/duties.html", context, status)


def _show(one: Standing, company: Company) -> dict[str, object]:
    recipient = one.recipient
    return {
        "standing": one,
        "recipient": recipient,
        "kind": Kind(recipient.kind).label,
        "country": load_countries()[recipient.country],
        "purposes": name_purposes(company, recipient.purposes),
        "categories": name_categories(company, recipient.categories),
        "missing": [MISSING[name] for name in one.missing],
        "promises": [(MISSING[name], getattr(recipient, name)) for name in recipient.PROMISES],
        "channel": Channel(recipient.channel).label,
        "is_passive": recipient.channel == Channel.NONE,
    }
