"""The desk's pages, each for one purpose; who works for none of a page's purpose doesn't hear of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.accounts.queries import Account
from lerna.accounts.roles import load_roles, may_make_courses, may_work_for
from lerna.privacy.policy.purposes import Purpose


class Group(StrEnum):
    """Under which heading of the menu a page stands; in this order."""

    DAY = "day"
    SCHOOL = "school"
    PEOPLE = "people"
    OTHERS = "others"
    PROOFS = "proofs"


GROUPS: Mapping[Group, Promise] = {
    Group.DAY: _("The day"),
    Group.SCHOOL: _("School"),
    Group.PEOPLE: _("People"),
    Group.OTHERS: _("Third parties"),
    Group.PROOFS: _("Papers and proofs"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the menu: its name among the urls, what it is called, and where it stands.

    Without a `purpose` it shows nobody's data, and is for those who make courses.
    """

    purpose: Purpose | None
    name: str
    title: Promise
    group: Group = Group.PEOPLE

    def is_for(self, role: str) -> bool:
        """Whether this role opens it."""
        return may_make_courses(role) if self.purpose is None else may_work_for(role, self.purpose)


PAGES = (
    Page(Purpose.REQUESTS, "today", _("Today"), Group.DAY),
    Page(Purpose.REQUESTS, "requests", _("Requests"), Group.DAY),
    Page(Purpose.REQUESTS, "complaints", _("Complaints"), Group.DAY),
    Page(Purpose.SECURITY, "incidents", _("Incidents"), Group.DAY),
    Page(Purpose.LEARNING, "works", _("Works to check"), Group.DAY),
    Page(Purpose.LEARNING, "marks", _("Marks"), Group.SCHOOL),
    Page(Purpose.LEARNING, "quizzes", _("Quizzes"), Group.SCHOOL),
    Page(None, "courses", _("Courses"), Group.SCHOOL),
    Page(None, "media", _("Media library"), Group.SCHOOL),
    Page(Purpose.CONSENT_PROOF, "people", _("Look at a person"), Group.PEOPLE),
    Page(Purpose.CONSULTING, "leads", _("Applications")),
    Page(Purpose.LEARNING, "learners", _("Learners"), Group.SCHOOL),
    Page(Purpose.LEARNING, "certificates", _("Certificates"), Group.SCHOOL),
    Page(Purpose.CONSULTING, "messages", _("Messages")),
    Page(Purpose.LEARNING, "talk", _("Comments and reviews")),
    Page(Purpose.LEARNING, "questions", _("Learners' messages")),
    Page(Purpose.MARKETING, "audience", _("Whom we may write to")),
    Page(Purpose.CONSENT_PROOF, "recipients", _("Who may receive data"), Group.OTHERS),
    Page(Purpose.CONSENT_PROOF, "duties", _("Not confirmed yet"), Group.OTHERS),
    Page(Purpose.STATE_BODIES, "disclosures", _("State bodies"), Group.OTHERS),
    Page(Purpose.CONSENT_PROOF, "figures", _("Depersonalized figures"), Group.OTHERS),
    Page(Purpose.CONSENT_PROOF, "paper", _("On paper"), Group.PROOFS),
    Page(Purpose.CONSENT_PROOF, "evidence", _("How each clause is kept"), Group.PROOFS),
    Page(Purpose.CONSENT_PROOF, "records", _("Registers and lists"), Group.PROOFS),
    Page(Purpose.CONSENT_PROOF, "policy", _("Versions of the policy"), Group.PROOFS),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A heading of the menu with its pages: title, address, whether it is this one."""

    title: Promise
    pages: tuple[tuple[Promise, str, bool], ...]


def list_pages(role: str) -> Iterator[Page]:
    """What this role opens, in the order of the menu."""
    for group in Group:
        yield from (page for page in PAGES if page.group is group and page.is_for(role))


def list_shelves(role: str, here: str) -> Iterator[Shelf]:
    """The menu of this role; nothing where there is nothing to choose."""
    pages = tuple(list_pages(role))
    for group in Group if len(pages) > 1 else ():
        own = [page for page in pages if page.group is group]
        if own:
            yield Shelf(
                GROUPS[group],
                tuple((page.title, reverse(f"desk:{page.name}"), page.name == here) for page in own),
            )


def render_page(  # noqa: PLR0913, PLR0917 -- what every page of the desk is made of
    request: HttpRequest, account: Account, page: str, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page in the desk's frame; `page` is the name of the one that the menu marks."""
    role = account.user.role
    titles = {known.name: known.title for known in PAGES}
    frame = {"role": load_roles()[role], "shelves": list(list_shelves(role, page)), "here": titles[page]}
    return render(request, template, frame | dict(context), status=status)
