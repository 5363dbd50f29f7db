"""The register, a new incident, and one with everything that can be done about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.queries import Account, list_colleagues
from lerna.companies.models import Company
from lerna.doors.desk.incidents import forms
from lerna.doors.desk.incidents.shown import show_file, show_line
from lerna.doors.desk.pages import render_page
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.incidents.models import Danger, State
from lerna.privacy.incidents.notices.people import write_letter
from lerna.privacy.incidents.operations import open_incident
from lerna.privacy.incidents.queries import (
    IncidentFile,
    NoSuchIncidentError,
    find_by_number,
    list_incidents,
    read_file,
)
from lerna.privacy.incidents.timeline import Hand
from lerna.privacy.policy.purposes import Purpose

PAGE = "incidents"


@needs_role_for(Purpose.SECURITY)
@require_safe
def incidents(request: HttpRequest, account: Account) -> HttpResponse:
    """The whole register, what is open first."""
    now = clock.now()
    lines = [show_line(incident, now) for incident in list_incidents(account.subject.company)]
    context = {
        "open_ones": [line for line in lines if line.incident.closed_at is None],
        "closed_ones": [line for line in lines if line.incident.closed_at is not None],
    }
    return render_page(request, account, PAGE, "desk/incidents/list.html", context)


@needs_role_for(Purpose.SECURITY)
@require_http_methods(["GET", "HEAD", "POST"])
def new_incident(request: HttpRequest, account: Account) -> HttpResponse:
    """Somebody has told the officer what happened."""
    form = forms.FindingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        opened = open_incident(
            company=account.subject.company, finding=form.read(), hand=hand_of(account), now=clock.now()
        )
        return redirect("desk:incident", opened.number)
    return render_page(request, account, PAGE, "desk/incidents/new.html", {"form": form})


@needs_role_for(Purpose.SECURITY)
@require_safe
def incident_page(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """One incident: countdown, what to do next, whose data, measures, timeline."""
    return render_incident(request, account, open_file(account.subject.company, number))


def open_file(company: Company, number: str) -> IncidentFile:
    """The whole file of this company's incident; 404 where there is none."""
    try:
        return read_file(company, find_by_number(company, number).pk)
    except NoSuchIncidentError:
        raise Http404 from None


def hand_of(account: Account) -> Hand:
    """Who acts at the desk."""
    return Hand(Actor.STAFF, account.user.pk)


def render_incident(
    request: HttpRequest, account: Account, file: IncidentFile, status: int = 200, **bound: object
) -> HttpResponse:
    """The page; `bound` are forms that came back, and what else there is to say."""
    company, incident = account.subject.company, file.incident
    staff = [(str(one.id), one.name) for one in list_colleagues(company)]
    is_open = incident.state != State.CLOSED
    context: dict[str, Any] = show_file(file, company, clock.now())
    context |= {
        "about": dict(staff).get(incident.about, ""),
        "to_judge": is_open and not (incident.danger == Danger.HIGH or incident.reported_at),
        "to_raise": incident.state == State.REPORTED and incident.danger == Danger.RISK,
        "to_tell": is_open and incident.danger == Danger.HIGH and incident.telling_at is None,
        "to_close": _may_close(file),
        "is_open": is_open,
        "letter": write_letter(file, read_language()) if incident.danger == Danger.HIGH and file.scope else "",
        "scope_form": forms.ScopeForm(prefix="scope", staff=staff, initial=forms.suggest_window(incident)),
        "note_form": forms.NoteForm(prefix="note"),
        "judgment_form": forms.JudgmentForm(
            prefix="judge", initial={"nature": incident.nature, "consequences": incident.consequences}
        ),
        "sent_form": forms.SentForm(prefix="sent"),
        "close_form": forms.CloseForm(prefix="close"),
    }
    return render_page(request, account, PAGE, "desk/incidents/incident.html", context | bound, status)


def _may_close(file: IncidentFile) -> bool:
    """Whether everything that the danger asks for is done; the operation asks again."""
    incident = file.incident
    is_judged = incident.state in {State.HARMLESS, State.REPORTED}
    return is_judged and not incident.blocked_at and (incident.danger != Danger.HIGH or incident.told_at is not None)
