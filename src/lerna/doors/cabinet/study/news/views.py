"""What happened, what is ahead, what comes by letter; and the feed that a calendar program reads without a log-in."""

from collections.abc import Iterator, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Account, Acting
from lerna.doors.cabinet.study.page import lesson_address
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.look.signed_in import needs_account
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Assignment
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.assignments.ahead import Ahead, list_ahead, read_calendar
from lerna.school.learning.deadlines.feed import Day, write_feed
from lerna.school.learning.deadlines.operations import drop_address, make_address
from lerna.school.learning.deadlines.queries import find_token
from lerna.school.learning.models import Enrollment
from lerna.school.learning.news.models import Kind
from lerna.school.learning.news.operations import choose_letters, read_all
from lerna.school.learning.news.queries import list_by_letter, list_news

TITLES: Mapping[Kind, Promise] = {
    Kind.ACCEPTED: gettext_lazy("The work is accepted"),
    Kind.RETURNED: gettext_lazy("The work came back for rework"),
    Kind.DEADLINE: gettext_lazy("The last day is near"),
    Kind.EXTENDED: gettext_lazy("The last day was moved"),
}


@needs_account
@require_safe
def news(request: HttpRequest, account: Account) -> HttpResponse:
    """Everything at once; what was new is new no more when the page is opened the next time."""
    subject, now = account.subject, clock.now()
    with processing(Purpose.LEARNING, company=subject.company, reason="a learner reads the news"):
        acting = Acting(account, subject)
        token, chosen, ahead = find_token(subject), list_by_letter(subject), list_ahead(subject, now=now)
        context = {
            "news": [
                (TITLES[one.kind], one, lesson_address(acting, one.enrollment, one.lesson, "work", block=one.block))
                for one in list_news(subject)
            ],
            "dues": [
                (
                    due,
                    lesson_address(acting, due.enrollment, due.work.lesson.key, "work", block=due.work.assignment.key),
                )
                for due in ahead.dues
            ],
            "returned": [
                (one, lesson_address(acting, one.enrollment, one.lesson.key, "work", block=one.assignment.key))
                for one in ahead.returned
            ],
            "today": clock.local_day(now),
            "kinds": [(kind, TITLES[kind], kind in chosen) for kind in Kind],
            "feed": _feed_address(request, token) if token else "",
            "tab": "news",
        }
        response = render(request, "cabinet/study/news.html", context)
        read_all(subject=subject, now=now)
    return response


@needs_account
@require_POST
def letters(request: HttpRequest, account: Account) -> HttpResponse:
    """Which news come by letter too."""
    chosen = [kind for kind in Kind if kind.value in request.POST.getlist("kinds")]
    choose_letters(subject=account.subject, kinds=chosen, now=clock.now())
    return redirect(f"{reverse('cabinet:news')}#letters")


@needs_account
@require_POST
def calendar(request: HttpRequest, account: Account) -> HttpResponse:
    """A new secret address, or none any more."""
    if request.POST.get("act") == "drop":
        drop_address(subject=account.subject)
    else:
        make_address(subject=account.subject, now=clock.now())
    return redirect(f"{reverse('cabinet:news')}#calendar")


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself: titles of works and courses, and days."""
    site, now = get_site(request), clock.now()
    ahead = read_calendar(site.company, token, now=now)
    if ahead is None:
        raise Http404
    content = write_feed(
        title=_("Last days – %(site)s") % {"site": site.brand_name},
        host=site.host,
        days=_list_days(ahead, build_site_address(request, site) + reverse("cabinet:news")),
        now=now,
    )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _list_days(ahead: Ahead, address: str) -> Iterator[Day]:
    """Each work with a day; what came back has one where its course closes."""
    for due in ahead.dues:
        if due.on:
            title = f"{due.work.assignment.title} – {due.enrollment.run.course.title}"
            yield Day(_key_of(due.enrollment, due.work.lesson, due.work.assignment), due.on, title, address)
    for one in ahead.returned:
        if one.until:
            title = _("For rework: %(work)s – %(course)s") % {
                "work": one.assignment.title,
                "course": one.enrollment.run.course.title,
            }
            yield Day(f"{_key_of(one.enrollment, one.lesson, one.assignment)}-rework", one.until, title, address)


def _key_of(enrollment: Enrollment, lesson: Lesson, assignment: Assignment) -> str:
    return f"{enrollment.run_id}-{lesson.pk}-{assignment.key}"


def _feed_address(request: HttpRequest, token: str) -> str:
    return build_site_address(request, get_site(request)) + reverse("cabinet:calendar_feed", args=[token])
