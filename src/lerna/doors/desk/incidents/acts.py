"""What is done about one incident at the desk: each one operation, then the page again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lerna.accounts.queries import Account, list_colleagues
from lerna.doors.desk.incidents import forms
from lerna.doors.desk.incidents.views import hand_of, open_file, render_incident
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.incidents.notices.authority import write_notice
from lerna.privacy.incidents.notices.people import begin_telling
from lerna.privacy.incidents.operations import (
    WrongStateError,
    add_note,
    assess_incident,
    close_incident,
    report_incident,
    state_scope,
)
from lerna.privacy.incidents.scope.blocks import block_concerned, unblock_concerned
from lerna.privacy.policy.purposes import Purpose

_CONFLICT = 409


@needs_role_for(Purpose.SECURITY)
@require_POST
def note(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """A note, or a measure that was taken."""
    file, form = open_file(account.subject.company, number), forms.NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return render_incident(request, account, number, note_form=form)
    try:
        add_note(
            company=account.subject.company, incident_id=file.incident.pk, note=form.cleaned_data["note"],
            measure=form.cleaned_data["measure"], hand=hand_of(account), now=clock.now(),
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


@needs_role_for(Purpose.SECURITY)
@require_POST
def scope(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Asks the ledger whose data are concerned."""
    company = account.subject.company
    staff = [(str(one.id), one.name) for one in list_colleagues(company)]
    file, form = open_file(company, number), forms.ScopeForm(request.POST, prefix="scope", staff=staff)
    if not form.is_valid():
        return render_incident(request, account, number, scope_form=form)
    try:
        state_scope(
            company=company, incident_id=file.incident.pk, question=form.read(), hand=hand_of(account), now=clock.now()
        )
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


@needs_role_for(Purpose.SECURITY)
@require_POST
def judge(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """How dangerous it is, and why."""
    file, form = open_file(account.subject.company, number), forms.JudgmentForm(request.POST, prefix="judge")
    if not form.is_valid():
        return render_incident(request, account, number, judgment_form=form)
    try:
        assess_incident(
            company=account.subject.company, incident_id=file.incident.pk, judgment=form.read(), hand=hand_of(account),
            now=clock.now(),
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


@needs_role_for(Purpose.SECURITY)
@require_POST
def block(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Everything that no law orders stops for everybody concerned."""
    company = account.subject.company
    file = open_file(company, number)
    try:
        block_concerned(company=company, incident_id=file.incident.pk, hand=hand_of(account), now=clock.now())
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


@needs_role_for(Purpose.SECURITY)
@require_POST
def unblock(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """And goes on again."""
    company = account.subject.company
    file = open_file(company, number)
    try:
        unblock_concerned(company=company, incident_id=file.incident.pk, hand=hand_of(account), now=clock.now())
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


@needs_role_for(Purpose.SECURITY)
@require_POST
def tell(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """A letter to each person concerned; the job of the next minute begins to write them."""
    company = account.subject.company
    file = open_file(company, number)
    try:
        begin_telling(company=company, incident_id=file.incident.pk, hand=hand_of(account), now=clock.now())
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


@needs_role_for(Purpose.SECURITY)
@require_POST
def report(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The notice has gone to the authority, as it stands at this moment."""
    file, form = open_file(account.subject.company, number), forms.SentForm(request.POST, prefix="sent")
    if not form.is_valid():
        return render_incident(request, account, number, sent_form=form)
    now, language = clock.now(), form.cleaned_data["language"]
    chosen: LanguageCode = "kk" if language == "kk" else "ru"
    try:
        report_incident(
            company=account.subject.company, incident_id=file.incident.pk, notice=write_notice(file, chosen, now),
            note=form.cleaned_data["note"], hand=hand_of(account), now=now,
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


@needs_role_for(Purpose.SECURITY)
@require_POST
def close(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Everything is done."""
    file, form = open_file(account.subject.company, number), forms.CloseForm(request.POST, prefix="close")
    if not form.is_valid():
        return render_incident(request, account, number, close_form=form)
    try:
        close_incident(
            company=account.subject.company, incident_id=file.incident.pk, note=form.cleaned_data["note"],
            hand=hand_of(account), now=clock.now(),
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:incident", number)


def _say_changed(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The page as it is now, where it wasn't any more as whoever clicked saw it."""
    fault = _(
        "This can't be done in the incident's present state; somebody may have been quicker. Nothing was changed."
    )
    return render_incident(request, account, number, _CONFLICT, fault=fault)
