"""Giving and taking back a consent to one transfer abroad."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.abroad import list_abroad_switches
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.cabinet.views_consents import FORM, read_name, render_consents
from lerna.doors.look.addresses import get_site
from lerna.kit import clock
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel
from lerna.privacy.consents.operations import StaleTextError
from lerna.privacy.recipients.abroad.operations import NotPermittedError, give_abroad, withdraw_abroad


@needs_person
@require_POST
def switch(request: HttpRequest, acting: Acting, key: str, recipient: str) -> HttpResponse:
    """Lets the data go to this recipient abroad for this purpose, or no longer, effective at once (4.1, 6.3, 6.5)."""
    site, now = get_site(request), clock.now()
    switches = list_abroad_switches(acting.subject, now)
    places = {(one.chosen.statement.purpose.value, one.chosen.recipient.key): one.chosen for one in switches}
    chosen = places.get((key, recipient))
    if chosen is None:
        raise Http404
    if request.POST.get("set") == "off":
        withdraw_abroad(
            subject=acting.subject, recipient=recipient, purpose=chosen.statement.purpose,
            channel=Channel.CABINET, hand=acting.hand, site=site.key, now=now,
        )  # fmt: skip
        return redirect(address_of(acting, "consents"))
    if request.POST.get("agree") != "on":
        return _again(request, acting, _("To switch it on, tick the box beside the text."))
    if request.POST.get("shown") != chosen.statement.sha256:
        return _again(request, acting, _("This text has changed since the page was opened. Please read it again."))
    occasion = Occasion(site=site.key, form=FORM, channel=Channel.CABINET, hand=acting.hand)
    try:
        give_abroad(subject=acting.subject, chosen=chosen, occasion=occasion, person=read_name(acting.subject), now=now)
    except StaleTextError:
        return _again(request, acting, _("This text has changed since the page was opened. Please read it again."))
    except NotPermittedError:
        return _again(request, acting, _("First allow the purpose itself."))
    return redirect(address_of(acting, "consents"))


def _again(request: HttpRequest, acting: Acting, sentence: str) -> HttpResponse:
    return render_consents(request, acting, sentence=sentence, status=422)
