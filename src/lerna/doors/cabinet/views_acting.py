"""For whom somebody acts: the list, and a person added to it with the consent given for them (clauses 2.1, 8.1-а)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lerna.accounts.limits import TooOftenError
from lerna.accounts.queries import Account, Acting
from lerna.accounts.represented import representing
from lerna.doors.cabinet.acting import address_of
from lerna.doors.cabinet.forms import PersonForm
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import list_bases
from lerna.doors.look.signed_in import needs_account
from lerna.kit import clock
from lerna.privacy.consents.operations import StaleTextError
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.permissions import may

_TOO_MANY = 429


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, account: Account) -> HttpResponse:
    """Everybody for whom the account's owner acts; the form adds one."""
    site = get_site(request)
    version = current_version(site.company)
    if account.user.is_staff or version is None:
        raise Http404
    form = PersonForm(request.POST if request.method == "POST" else None, site=site, version=version)
    too_often = False
    if request.method == "POST" and form.is_valid():
        try:
            representing.add_person(
                account=account, site=site, statements=form.ticked(), now=clock.now(), **form.read_person()
            )
        except representing.KnownPersonError:
            form.add_error("name", _("You act for a person of this name already."))
        except representing.RepresentingError:
            form.add_error(None, _("Your own account is being deleted; nobody can be added to it."))
        except StaleTextError:
            form.add_error(None, _("The policy was renewed just now. Please read the text and send the form again."))
        except TooOftenError:
            too_often = True
        else:
            return redirect("cabinet:people")
    context = {"people": _list_people(account), "form": form, "too_often": too_often, "tab": "people"}
    return render(request, "cabinet/people.html", context, status=_TOO_MANY if too_often else 200)


def _list_people(account: Account) -> list[dict[str, object]]:
    staying = {one.subject.pk for one in representing.list_staying(account)}
    return [_show(one, is_leaving=one.subject.pk not in staying) for one in representing.list_acting(account)]


def _show(acting: Acting, *, is_leaving: bool) -> dict[str, object]:
    return {
        "name": acting.name,
        "basis": dict(list_bases()).get(acting.basis or "", ""),
        "address": address_of(acting, "my_data"),
        "consents_address": address_of(acting, "consents"),
        "leave_address": address_of(acting, "leave"),
        "is_leaving": is_leaving,
        "may_study": may(acting.subject, Purpose.LEARNING),
    }
