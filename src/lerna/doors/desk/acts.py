"""What a button of one file's page does: one operation, after the one form that it may have, then the page again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from lerna.accounts.queries import Account
from lerna.doors.look.signed_in import needs_role_for
from lerna.privacy.policy.purposes import Purpose

_CONFLICT = 409

File = TypeVar("File")
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts(Generic[File]):
    """The acts on one kind of file: who may, how it is opened and shown, and what is said where an act is refused."""

    purpose: Purpose
    route: str  # of the page; its one argument is the file's number
    open_file: Callable[[Account, str], File]
    render: View  # request, account, file, status; then forms that came back, and what else there is to say
    faults: Mapping[type[Exception], str | Promise]

    def __call__(
        self, **build: Callable[[QueryDict, Account, File], forms.Form]
    ) -> Callable[[Callable[..., object]], View]:
        """A view that calls what is decorated with the account, the file, and the valid form under its name.

        A form that is wrong, or too late, stands on the page again with everything that was typed.
        """
        refusals = tuple(self.faults)

        def decorate(act: Callable[..., object]) -> View:
            @needs_role_for(self.purpose)
            @require_POST
            @wraps(act)
            def answer(request: HttpRequest, account: Account, number: str) -> HttpResponseBase:
                file = self.open_file(account, number)
                bound: dict[str, Any] = {name: make(request.POST, account, file) for name, make in build.items()}
                if not all(form.is_valid() for form in bound.values()):
                    return self.render(request, account, file, **bound)
                try:
                    act(account, file, **bound)
                except refusals as error:
                    file = self.open_file(account, number)  # as it is now, and not as whoever clicked saw it
                    return self.render(request, account, file, _CONFLICT, fault=self.faults[type(error)], **bound)
                return redirect(self.route, number)

            return answer

        return decorate
