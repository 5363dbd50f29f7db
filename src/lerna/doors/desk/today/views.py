"""The officer's first page in the morning: what is due, what is late, and why."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.pages import list_pages, render_page
from lerna.doors.desk.today.reading import read_day
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose

_MINUTE = timedelta(minutes=1)


@needs_role_for(Purpose.REQUESTS)
@require_safe
def today(request: HttpRequest, account: Account) -> HttpResponse:
    """Numbers alone; whatever the role opens is linked."""
    now = clock.now()
    day = read_day(account.subject.company, now)
    context = {
        "day": day,
        "took": _say(day.month.took, now) if day.month.took is not None else "",
        "now": clock.to_local(now),
        "opens": {page.name for page in list_pages(account.user.role)},
    }
    return render_page(request, account, "today", "desk/today/today.html", context)


def _say(took: timedelta, now: datetime) -> str:
    return timesince(now - took, now) if took >= _MINUTE else _("less than a minute")
