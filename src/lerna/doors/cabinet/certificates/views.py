"""A learner's certificates: got where a course is finished, downloaded, shown to whoever has the number, or hidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.cabinet.certificates.forms import IssueForm
from lerna.doors.cabinet.certificates.paper import draw_paper
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.look.paper.certified import REASONS
from lerna.doors.look.paper.pdf import PdfUnavailableError
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.certificates.badges import badge_keys, sign_badge
from lerna.school.learning.certificates.models import Certificate
from lerna.school.learning.certificates.operations import (
    NoNameError,
    UnchangedError,
    issue_certificate,
    show_certificate,
)
from lerna.school.learning.certificates.queries import build_badge, find_own, list_own, list_to_certify, read_paper
from lerna.school.learning.grades.queries import find_mark

NO_NAME = _("A certificate needs your name. Please write it under “Correct my data”, then come back.")
NO_PDF = _("The file can't be made just now. Nothing is lost: please try again later.")
UNCHANGED = _("The certificate already bears your name as it is written in your data.")
_OK, _CONFLICT = 200, 409


@needs_person
@require_safe
def certificates(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the person holds, and what they may get a certificate of."""
    return _render(request, acting)


@needs_person
@require_POST
def issue(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The certificate of a course that is finished, in the name that the person has stated."""
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="the person gets a certificate"):
        finished = {one.pk: one for one in list_to_certify(acting.subject)}
        marks = {key: find_mark(one) for key, one in finished.items()}
    form = IssueForm(request.POST, finished={key: one.run.course.title for key, one in finished.items()})
    if not form.is_valid():  # issued a moment ago in another window, or never finished: the page says how it is
        return _render(request, acting)
    site = get_site(request)
    try:
        issue_certificate(
            enrollment=finished[form.cleaned_data["enrollment"]], site=site, language=form.cleaned_data["language"],
            mark=marks[form.cleaned_data["enrollment"]],
            draw=partial(draw_paper, site=site, origin=build_site_address(request, site)),
            actor=acting.actor, now=clock.now(),
        )  # fmt: skip
    except NoNameError:
        return _render(request, acting, NO_NAME)
    except PdfUnavailableError:
        return _render(request, acting, NO_PDF)
    return redirect(address_of(acting, "certificates"))


@needs_person
@require_POST
def reissue(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """A certificate in the name as it is stated now; the old one says that it is replaced."""
    site = get_site(request)
    with _own(acting, number) as certificate:
        enrollment, language = certificate.enrollment, certificate.language
    try:
        issue_certificate(
            enrollment=enrollment, site=site, language=language, mark=certificate.mark, actor=acting.actor,
            draw=partial(draw_paper, site=site, origin=build_site_address(request, site)), now=clock.now(),
        )  # fmt: skip
    except UnchangedError:
        return _render(request, acting, UNCHANGED)
    except NoNameError:
        return _render(request, acting, NO_NAME)
    except PdfUnavailableError:
        return _render(request, acting, NO_PDF)
    return redirect(address_of(acting, "certificates"))


@needs_person
@require_POST
def show(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """Whether whoever has the number sees it."""
    with _own(acting, number) as certificate:
        pass
    show_certificate(
        certificate=certificate, is_shown=request.POST.get("shown") == "yes", actor=acting.actor, now=clock.now()
    )
    return redirect(address_of(acting, "certificates"))


@needs_person
@require_safe
def paper(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:  # noqa: ARG001 -- a view's argument
    """The PDF, as it was issued."""
    with _own(acting, number) as certificate:
        content = read_paper(certificate)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{number}.pdf"'
    return response


@needs_person
@require_safe
def badge(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """The Open Badge 3.0 credential, for a wallet or another platform."""
    with _own(acting, number) as certificate:
        content = sign_badge(build_badge(certificate, get_site(request)), badge_keys())
    response = HttpResponse(content, content_type="application/vc+jwt")
    response["Content-Disposition"] = f'attachment; filename="badge-{number}.jwt"'
    return response


@contextmanager
def _own(acting: Acting, number: str) -> Iterator[Certificate]:
    """The person's own certificate of this number, open to read; Http404 for any other."""
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="the person opens their certificate"):
        certificate = find_own(acting.subject, number)
        if certificate is None:
            raise Http404
        yield certificate


def _render(request: HttpRequest, acting: Acting, fault: str | Promise = "") -> HttpResponse:
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="the person sees their certificates"):
        held = [_show(acting, one) for one in list_own(acting.subject)]
        titles = {one.pk: one.run.course.title for one in list_to_certify(acting.subject)}
    forms = [
        (
            title,
            IssueForm(finished=titles, auto_id=f"{key}-%s", initial={"enrollment": key, "language": get_language()}),
        )
        for key, title in titles.items()
    ]
    context = {
        "held": held, "forms": forms, "fault": fault, "tab": "certificates",
        "issue_address": address_of(acting, "issue_certificate"), "details_address": address_of(acting, "details"),
    }  # fmt: skip
    return render(request, "cabinet/certificates/list.html", context, status=_CONFLICT if fault else _OK)


def _show(acting: Acting, one: Certificate) -> dict[str, object]:
    """In the block of the purpose, by which alone what is sealed opens."""
    addresses = {
        name: address_of(acting, f"certificate_{name}", number=one.number)
        for name in ("paper", "badge", "show", "reissue")
    }
    return {
        "number": one.number,
        "holder": one.holder,
        "title": one.course_title,
        "mark": one.mark,
        "issued_at": one.issued_at,
        "is_shown": one.is_shown,
        "stands": one.revoked_at is None,
        "reason": REASONS.get(one.reason, ""),
        "addresses": addresses,
    }
