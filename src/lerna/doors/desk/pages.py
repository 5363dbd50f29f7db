"""The desk's pages, each for one purpose; who works for none of a page's purpose doesn't hear of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.accounts.roles import may_work_for
from lerna.privacy.policy.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name among the urls, and what it is called."""

    purpose: Purpose
    name: str
    title: Promise


PAGES = (
    Page(Purpose.CONSULTING, "leads", _("Applications")),
    Page(Purpose.MARKETING, "audience", _("Whom we may write to")),
)


def list_pages(role: str, here: str = "") -> Iterator[tuple[str, str, bool]]:
    """What this role opens, as the tabs of the desk: title, address, whether it is this one."""
    for page in PAGES:
        if may_work_for(role, page.purpose):
            yield str(page.title), reverse(f"desk:{page.name}"), page.name == here
