"""What state bodies and courts get: registered by one, decided by another, handed over once (clause 9.3)."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.companies.models import Company
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.third_parties.forms import DisclosureForm, HidingForm
from lerna.doors.desk.third_parties.shown import name_columns
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.models import Disclosure, State
from lerna.privacy.recipients.disclosures.operations import (
    DisclosureError,
    decide_disclosure,
    give_disclosure,
    hide_longer,
    propose_disclosure,
    record_disclosure_looks,
    reveal_disclosure,
)
from lerna.privacy.recipients.disclosures.queries import (
    find_disclosure,
    list_decided,
    list_open,
    list_reviews,
)
from lerna.privacy.recipients.sending.columns import find_columns
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing

LATEST = 100
_PAGE = "disclosures"
_TONES = {State.PROPOSED: "warn", State.APPROVED: "brand", State.GIVEN: "good"}


@needs_role_for(Purpose.STATE_BODIES)
@require_safe
def disclosures(request: HttpRequest, account: Account) -> HttpResponse:
    """What waits for the second person or for hand-over, what is hidden and until when, and what was decided."""
    company = account.subject.company
    with processing(Purpose.STATE_BODIES, company=company, reason="the staff see which disclosures there are"):
        found = {
            "open": list_open(company),
            "hidden": list_reviews(company, date.max),
            "decided": list_decided(company, LATEST),
        }
        everything = {one.pk: one for group in found.values() for one in group}.values()
        record_disclosure_looks(
            company=company, disclosures=everything, staff=account.user.pk, screen=_PAGE, now=clock.now()
        )
        shown = {name: [_show(one, account) for one in group] for name, group in found.items()}
    return render_page(request, account, _PAGE, "desk/third_parties/disclosures.html", shown | {"most": LATEST})


@needs_role_for(Purpose.STATE_BODIES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, account: Account) -> HttpResponse:
    """Registers a demand; nothing is given by it."""
    company = account.subject.company
    form = DisclosureForm(request.POST or None, company=company)
    if request.method == "POST" and form.is_valid():
        try:
            kept = propose_disclosure(
                subject=form.subject, demand=form.read_demand(), hiding=form.read_hiding(), staff=account.user.pk,
                now=clock.now(),
            )  # fmt: skip
        except DisclosureError as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:disclosure", kept.pk)
    context = {"form": form, "tables": name_columns(form.givable), "chosen": request.POST.getlist("columns")}
    status = 422 if form.errors else 200
    return render_page(request, account, _PAGE, "desk/third_parties/new_disclosure.html", context, status)


@needs_role_for(Purpose.STATE_BODIES)
@require_safe
def disclosure(request: HttpRequest, account: Account, key: UUID) -> HttpResponse:
    """One of them, with what can be done about it now."""
    return _render(request, account, key)


@needs_role_for(Purpose.STATE_BODIES)
@require_POST
def decide(request: HttpRequest, account: Account, key: UUID) -> HttpResponse:
    """The second person approves or refuses."""

    def act() -> None:
        decide_disclosure(
            company=account.subject.company, disclosure_id=key, staff=account.user.pk,
            approves=request.POST.get("decision") == "approve", now=clock.now(),
        )  # fmt: skip

    return _try(request, account, key, act)


@needs_role_for(Purpose.STATE_BODIES)
@require_POST
def give(request: HttpRequest, account: Account, key: UUID) -> HttpResponse:
    """Hands over what was approved: the values stand on this page once, and are kept nowhere."""
    company = account.subject.company
    try:
        data = give_disclosure(company=company, disclosure_id=key, staff=account.user.pk, now=clock.now())
    except DisclosureError as error:
        return _render(request, account, key, sentence=str(error), status=422)
    rows = []
    for table, values_of_rows in data.items():
        for values in values_of_rows:
            (named,) = name_columns(find_columns(f"{table}.{name}" for name in values))
            rows.append((named.title, [(one.title, values[one.label.rpartition(".")[2]]) for one in named.columns]))
    with processing(Purpose.STATE_BODIES, company=company, reason="the staff see what they hand over"):
        context = {"rows": rows, "shown": _show(_find(company, key), account)}
    return render_page(request, account, _PAGE, "desk/third_parties/given.html", context)


@needs_role_for(Purpose.STATE_BODIES)
@require_POST
def review(request: HttpRequest, account: Account, key: UUID) -> HttpResponse:
    """Hides it longer by a law, or shows it to the person now."""
    company, staff, now = account.subject.company, account.user.pk, clock.now()
    if request.POST.get("review") == "show":
        return _try(
            request, account, key,
            lambda: reveal_disclosure(company=company, disclosure_id=key, staff=staff, now=now),
        )  # fmt: skip
    form = HidingForm(request.POST)
    if not form.is_valid():
        return _render(request, account, key, form=form, status=422)
    return _try(
        request, account, key,
        lambda: hide_longer(company=company, disclosure_id=key, hiding=form.read_hiding(), staff=staff, now=now),
    )  # fmt: skip


def _try(request: HttpRequest, account: Account, key: UUID, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except DisclosureError as error:
        return _render(request, account, key, sentence=str(error), status=422)
    return redirect("desk:disclosure", key)


def _render(  # noqa: PLR0913 -- the page, and what went wrong on it
    request: HttpRequest,
    account: Account,
    key: UUID,
    *,
    form: HidingForm | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    company = account.subject.company
    with processing(Purpose.STATE_BODIES, company=company, reason="the staff see a disclosure"):
        found = _find(company, key)
        record_disclosure_looks(
            company=company, disclosures=[found], staff=account.user.pk, screen="disclosure", now=clock.now()
        )
        profile = Profile.objects.filter(subject_id=found.subject_id).order_by("pk").first()
        shown = _show(found, account) | {
            "person": f"{profile.name} {profile.surname or ''}".strip() if profile else "",
            "tables": name_columns(find_columns(found.columns)),
        }
    context = {"shown": shown, "form": form or HidingForm(), "sentence": sentence}
    return render_page(request, account, _PAGE, "desk/third_parties/disclosure.html", context, status)


def _find(company: Company, key: UUID) -> Disclosure:
    found = find_disclosure(company, key)
    if found is None:
        raise Http404
    return found


def _show(one: Disclosure, account: Account) -> dict[str, object]:
    """In the block of the purpose, by which alone what is sealed opens."""
    return {
        "disclosure": one,
        "requester": str(one.requester),
        "ground": str(one.ground),
        "document": str(one.document),
        "state": State(one.state).label,
        "tone": _TONES.get(State(one.state), "plain"),
        "is_mine": one.proposed_by == account.user.pk,
    }
