"""Messages and complaints of whoever is logged in: no name and no address is typed, the answer stands here too."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.limits import TooOftenError, count_try
from lerna.accounts.queries import Account
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import needs_account
from lerna.doors.look.talk.forms import ClaimForm, MessageForm
from lerna.doors.look.talk.words import MATTERS, TOPICS
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.clocks import list_dues
from lerna.school.feedback.appeals.complaints import receive_known_complaint
from lerna.school.feedback.appeals.operations import receive_learners_message
from lerna.school.feedback.appeals.queries import complaints_visible_to, messages_visible_to
from lerna.school.feedback.limits import APPEALS

TAB = "appeals"
_TOO_MANY = 429


@needs_account
@require_safe
def appeals(request: HttpRequest, account: Account) -> HttpResponse:
    """Everything the person wrote to the school with its answer, the latest first."""
    subject = account.subject
    with processing(Purpose.REQUESTS, company=subject.company, reason="a person sees their complaints"):
        complaints = [
            {
                "number": one.number,
                "title": MATTERS[one.matter],
                "text": one.text,
                "answer": one.answer or "",
                "received_at": one.received_at,
                "answered_at": one.answered_at,
                "last_day": list_dues(one.received_at)[0].last_day,
            }
            for one in complaints_visible_to(subject)
        ]
    with processing(Purpose.LEARNING, company=subject.company, reason="a person sees their messages"):
        messages = [
            {
                "title": TOPICS[one.topic],
                "text": one.text,
                "answer": one.answer or "",
                "received_at": one.received_at,
                "answered_at": one.answered_at,
            }
            for one in messages_visible_to(subject)
        ]
    context = {"complaints": complaints, "messages": messages, "tab": TAB, "may_write": may(subject, Purpose.LEARNING)}
    return render(request, "cabinet/talk/appeals.html", context)


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, account: Account) -> HttpResponse:
    """A complaint; it gets a number and its term at once."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    due = list_dues(clock.now())[0]
    context = {"form": form, "due": due, "source": due.source.cite(read_language()), "tab": TAB}
    return _take(
        request, account, form, "cabinet/talk/complain.html", context,
        lambda: receive_known_complaint(
            subject=account.subject, site=get_site(request), claim=form.read_claim(), language=read_language(),
            now=clock.now(),
        ),
    )  # fmt: skip


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, account: Account) -> HttpResponse:
    """A message to the curators, answered by the contract with a learner (clause 7.1-з)."""
    if not may(account.subject, Purpose.LEARNING):
        return redirect("storefront:feedback")  # no contract to answer by: there the consent is asked
    form = MessageForm(request.POST if request.method == "POST" else None)
    return _take(
        request, account, form, "cabinet/talk/write.html", {"form": form, "tab": TAB},
        lambda: receive_learners_message(
            subject=account.subject, site=get_site(request), written=form.read_written(), language=read_language(),
            now=clock.now(),
        ),
    )  # fmt: skip


def _take(  # noqa: PLR0913, PLR0917 -- what both forms have in common
    request: HttpRequest,
    account: Account,
    form: forms.Form,
    template: str,
    context: dict[str, object],
    receive: Callable[[], object],
) -> HttpResponse:
    if request.method != "POST" or not form.is_valid():
        return render(request, template, context)
    try:
        count_try(APPEALS, str(account.subject.pk), now=clock.now())
    except TooOftenError:
        return render(request, template, context | {"too_often": True}, status=_TOO_MANY)
    receive()
    return redirect("cabinet:appeals")
