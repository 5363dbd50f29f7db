"""Comments and reviews at the desk: what waits for a moderator, what wants an answer, and one post's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.acts import Acts
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.talk.forms import HideForm, PublicAnswerForm
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.models import About
from lerna.school.feedback.operations.comments import NoSuchPostError
from lerna.school.feedback.operations.moderation import MODELS, answer_post, hide_post, show_post
from lerna.school.feedback.queries import Work, find_work, list_to_decide, list_unanswered
from lerna.school.feedback.rules import load_rules

PAGE = "talk"
_GONE = _("It is gone meanwhile: its author took it back, or may no longer be shown. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Line:
    """One post of a list, with the reasons that others gave in words."""

    work: Work
    about: About
    reports: Sequence[str]


@needs_role_for(Purpose.LEARNING)
@require_safe
def talk(request: HttpRequest, account: Account) -> HttpResponse:
    """What a moderator decides about, and the questions that nobody of the school has answered."""
    company = account.subject.company
    with processing(Purpose.LEARNING, company=company, reason="a moderator looks at what was posted"):
        to_decide, unanswered = list_to_decide(), list_unanswered()
    people = {one.post.author for one in (*to_decide, *unanswered)}
    record_looks(account=account, purpose=Purpose.LEARNING, subjects=people, screen=PAGE, now=clock.now())
    context = {
        "to_decide": [_show(one) for one in to_decide],
        "unanswered": [_show(one) for one in unanswered],
    }
    return render_page(request, account, PAGE, "desk/talk/posts.html", context)


def _show(work: Work) -> Line:
    reasons, language = load_rules().reasons, read_language()
    return Line(
        work=work,
        about=About.COMMENT if work.lesson else About.REVIEW,
        reports=[reasons[key].report.in_language(language) if key in reasons else key for key in work.reports],
    )


def _open(account: Account, number: str, about: About) -> Line:
    """One post, and the look at its author's words recorded (clause 8.3). 404 where there is none."""
    with processing(Purpose.LEARNING, company=account.subject.company, reason="a moderator looks at a post"):
        work = find_work(MODELS[about], UUID(str(number)))
    if work is None:
        raise Http404
    record_looks(
        account=account, purpose=Purpose.LEARNING, subjects=[work.post.author], screen=about.value, now=clock.now()
    )
    return _show(work)


def _render(request: HttpRequest, account: Account, line: Line, status: int = 200, **bound: object) -> HttpResponse:
    context = {
        "line": line,
        "answer_form": PublicAnswerForm(prefix="answer", initial={"text": line.work.post.answer}),
        "hide_form": HideForm(prefix="hide"),
        "routes": {act: f"desk:{line.about.value}_{act}" for act in ("answer", "hide", "show")},
    }
    return render_page(request, account, PAGE, "desk/talk/post.html", context | bound, status)


class _Post:
    """The page of one kind of post and what is done on it."""

    def __init__(self, about: About) -> None:
        acts = Acts(
            purpose=Purpose.LEARNING,
            route=f"desk:{about.value}",
            open_file=lambda account, number: _open(account, number, about),
            render=_render,
            faults={NoSuchPostError: _GONE},
        )

        @needs_role_for(Purpose.LEARNING)
        @require_safe
        def page(request: HttpRequest, account: Account, number: UUID) -> HttpResponse:
            return _render(request, account, _open(account, str(number), about))

        @acts(answer_form=lambda post, _account, _line: PublicAnswerForm(post, prefix="answer"))
        def answer(account: Account, line: Line, answer_form: PublicAnswerForm) -> None:
            answer_post(
                company=account.subject.company, about=about, target=line.work.post.id,
                text=answer_form.cleaned_data["text"], actor_id=account.user.pk, now=clock.now(),
            )  # fmt: skip

        @acts(hide_form=lambda post, _account, _line: HideForm(post, prefix="hide"))
        def hide(account: Account, line: Line, hide_form: HideForm) -> None:
            hide_post(
                company=account.subject.company, about=about, target=line.work.post.id,
                reason=hide_form.cleaned_data["reason"], actor_id=account.user.pk, now=clock.now(),
            )  # fmt: skip

        @acts()
        def show(account: Account, line: Line) -> None:
            show_post(
                company=account.subject.company, about=about, target=line.work.post.id, actor_id=account.user.pk,
                now=clock.now(),
            )  # fmt: skip

        self.page, self.answer, self.hide, self.show = page, answer, hide, show


comment, review = _Post(About.COMMENT), _Post(About.REVIEW)
