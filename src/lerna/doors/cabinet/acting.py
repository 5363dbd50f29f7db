"""Pages about a person: the account's own or, with a number in the address, one for whom they act (clause 8.1-а)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from lerna.accounts.queries import Account, Acting
from lerna.accounts.represented.representing import find_acting
from lerna.doors.look.signed_in import needs_account

View = Callable[..., HttpResponseBase]


def needs_person(view: View) -> View:
    """Gives the view whose page it is; for a number of somebody else's person there is no page."""

    @needs_account
    @wraps(view)
    def answer(
        request: HttpRequest,
        account: Account,
        *args: Any,  # noqa: ANN401 -- a view's arguments
        person: UUID | None = None,
        **kwargs: Any,  # noqa: ANN401 -- as above
    ) -> HttpResponseBase:
        acting = Acting(account, account.subject) if person is None else find_acting(account, person)
        if acting is None:
            raise Http404
        request.acting = acting  # type: ignore[attr-defined]  # for the frame of the page
        return view(request, acting, *args, **kwargs)

    return answer


def address_of(acting: Acting | None, name: str, **arguments: Any) -> str:  # noqa: ANN401 -- arguments of an address
    """The page of this name about the same person."""
    if acting is not None and acting.is_for_another:
        arguments["person"] = acting.subject.pk
    return reverse(f"cabinet:{name}", kwargs=arguments)
