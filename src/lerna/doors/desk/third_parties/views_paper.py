"""Extracts on paper and what was done by hand: registered, found again, destroyed (clauses 8.4-б, 8.4-д)."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.third_parties.forms import DestroyForm, PaperForm
from lerna.doors.desk.third_parties.shown import name_categories, name_purposes
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.paper.models import Kind, Manner, PaperRecord
from lerna.privacy.recipients.paper.operations import PaperError, destroy_paper, register_paper
from lerna.privacy.recipients.paper.queries import list_paper, list_to_destroy
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing

LATEST = 100
_PAGE = "paper"


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def papers(request: HttpRequest, account: Account) -> HttpResponse:
    """What must be destroyed, and everything that is or was on paper."""
    return _render(request, account)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, account: Account) -> HttpResponse:
    """Registers an extract, or what was done without automation."""
    today = clock.local_day(clock.now())
    form = PaperForm(request.POST or None, company=account.subject.company, initial={"happened_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            register_paper(
                subject=form.subject, kind=Kind(form.cleaned_data["kind"]), sheet=form.read_sheet(),
                staff=account.user.pk, now=clock.now(),
            )  # fmt: skip
        except PaperError as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:paper")
    status = 422 if form.errors else 200
    return render_page(request, account, _PAGE, "desk/third_parties/new_paper.html", {"form": form}, status)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_POST
def destroy(request: HttpRequest, account: Account, key: UUID) -> HttpResponse:
    """The paper is gone, and how."""
    form = DestroyForm(request.POST)
    if not form.is_valid():
        return _render(request, account, sentence=_("Choose how the paper was destroyed."), status=422)
    try:
        destroy_paper(
            company=account.subject.company, record_id=key, manner=Manner(form.cleaned_data["manner"]),
            staff=account.user.pk, now=clock.now(),
        )  # fmt: skip
    except PaperError as error:
        return _render(request, account, sentence=str(error), status=422)
    return redirect("desk:paper")


def _render(request: HttpRequest, account: Account, *, sentence: str = "", status: int = 200) -> HttpResponse:
    company, now = account.subject.company, clock.now()
    with processing(Purpose.CONSENT_PROOF, company=company, reason="the staff see what is on paper"):
        due, latest = list_to_destroy(company, clock.local_day(now)), list_paper(company, LATEST)
        record_looks(
            account=account, purpose=Purpose.CONSENT_PROOF, screen=_PAGE, now=now,
            subjects=[one.subject_id for one in (*due, *latest)],
        )  # fmt: skip
        people = Profile.objects.filter(subject_id__in={one.subject_id for one in (*due, *latest)})
        names = {one.subject_id: f"{one.name} {one.surname or ''}".strip() for one in people}
        shown = {"due": [_show(one, names) for one in due], "latest": [_show(one, names) for one in latest]}
    context = shown | {"manners": Manner.choices, "most": LATEST, "sentence": sentence}
    return render_page(request, account, _PAGE, "desk/third_parties/paper.html", context, status)


def _show(one: PaperRecord, names: Mapping[UUID, str]) -> dict[str, object]:
    """In the block of the purpose, by which alone what is sealed opens."""
    return {
        "paper": one,
        "person": names.get(one.subject_id, ""),  # nobody where the person is erased and the paper still there
        "kind": Kind(one.kind).label,
        "purpose": name_purposes(one.company, [one.purpose]),
        "data": name_categories(one.company, one.categories),
        "reason": str(one.reason or ""),
        "place": str(one.place or ""),
        "how": Manner(one.destroyed_how).label if one.destroyed_how else "",
        "is_there": one.kind == Kind.EXTRACT and one.destroyed_on is None,
    }
