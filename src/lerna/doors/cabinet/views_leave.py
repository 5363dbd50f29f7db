"""Deleting one's account: what goes at once, what a law keeps and until when, and a short time to change one's mind."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lerna.accounts.queries import Acting
from lerna.accounts.represented import representing
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.lifecycle.exporting.words import load_words
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.lifecycle.operations import FarewellError
from lerna.privacy.lifecycle.queries import Kept, preview_erasure
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis
from lerna.privacy.subjects.discovery import db_table
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may

_NUMBERS = db_table(DataSubject)  # of people, which say nothing that a reader would know


@needs_person
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, acting: Acting) -> HttpResponse:
    """All that no law keeps stops at once, and is destroyed when the time to change one's mind is over (8.4-е)."""
    now, refused = clock.now(), ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "stay":
                representing.change_mind(acting=acting, now=now)
            else:
                representing.leave(acting=acting, now=now)
        except FarewellError:
            refused = "late"
        except representing.RepresentingError:
            refused = "acting"
        else:
            return redirect(address_of(acting, "leave"))
    farewell = Farewell.objects.filter(subject=acting.subject.pk).order_by("pk").first()
    due_at = farewell.due_at if farewell else clock.add_hours(now, read_times().change_of_mind_hours)
    preview = preview_erasure(subject=acting.subject.pk, now=now, on=clock.local_day(due_at))
    words = load_words()
    staying = () if acting.is_for_another else representing.list_staying(acting.account)
    context = {
        "due_at": clock.to_local(due_at),
        "is_leaving": farewell is not None,
        "stopping": list(_list_stopping(acting)),
        "going": [
            words.find_table(one.name) for one in preview.tables if one.rows and one.going and one.name != _NUMBERS
        ],
        "kept": [_show_kept(one, acting) for one in preview.kept],
        "refused": refused,
        "staying": [(one.name, address_of(one, "leave")) for one in staying],
        "tab": "leave",
    }
    return render(request, "cabinet/leave.html", context, status=409 if refused else 200)


def _list_stopping(acting: Acting) -> Iterator[Localized]:
    """The purposes that the person permits and no law orders."""
    for own in terms_for(acting.subject.company).purposes:
        if own.basis is not LegalBasis.LAW and may(acting.subject, own.key):
            yield own.title


def _show_kept(kept: Kept, acting: Acting) -> dict[str, object]:
    """What a law keeps: for what, which, by which law, until which day."""
    own, words = terms_for(acting.subject.company).find_purpose(kept.purpose), load_words()
    return {
        "title": own.title if own else None,
        "law": own.law.title if own and own.law else None,
        "what": [name for table in kept.tables if (name := words.find_table(table))],
        "until": kept.until,
    }
