"""“What changed for you”: the page of a new version, for people with an account and those with a letter alone (11.5).

`look/changes.html` draws it. Both doors read it here, and answer a ticked box here.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import ConsentForm, read_language
from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import StaleTextError
from lerna.privacy.policy.diff import LineDiff, Run
from lerna.privacy.renewal.changes import ChangedClause, Changes, read_changes
from lerna.privacy.renewal.operations import renew_consents
from lerna.privacy.subjects.models import DataSubject


class RenewalForm(ConsentForm):
    """The boxes of what stopped for one person; nobody has to tick any, but a form without a tick says nothing."""

    asks_who: ClassVar[bool] = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.ticked():
            raise ValidationError(
                _("Nothing is ticked, so nothing has changed. Tick what you allow; the rest needs nothing of you.")
            )
        return cleaned


@dataclass(frozen=True, slots=True)
class Words:
    """One line of a clause before and now: each side has its own words, marked where they differ. Empty: not there."""

    marker: str
    before: tuple[Run, ...]
    now: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause with its changed lines in two columns."""

    clause: ChangedClause
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed, and the form where something waits for a fresh consent."""

    changes: Changes
    clauses: tuple[ShownClause, ...]
    form: RenewalForm | None


def read_page(request: HttpRequest, subject: DataSubject) -> ChangesPage | None:
    """The page of this person, with what they sent in it; None where the company has no policy."""
    site = get_site(request)
    changes = read_changes(subject, language=read_language(), now=clock.now())
    if changes is None:
        return None
    form = None
    if changes.stopped:
        sent = request.POST if request.method == "POST" else None
        own = [one.terms.key for one in changes.stopped]
        form = RenewalForm(sent, site=site, version=changes.version, own=own)
    clauses = tuple(ShownClause(clause, tuple(map(_put_beside, clause.lines))) for clause in changes.clauses)
    return ChangesPage(changes, clauses, form)


def agree_anew(
    request: HttpRequest, subject: DataSubject, page: ChangesPage, channel: Channel, *, hand: Hand | None = None
) -> bool:
    """Keeps what was ticked; False where the form says what is missing, and nothing is kept."""
    form = page.form
    if form is None or not form.is_valid():
        return False
    try:
        renew_consents(
            subject=subject, statements=form.ticked(), site=get_site(request), channel=channel, hand=hand,
            now=clock.now(),
        )  # fmt: skip
    except StaleTextError:
        form.add_error(None, _("The policy was renewed just now. Please read the text and send the form again."))
        return False
    return True


def _put_beside(line: LineDiff) -> Words:
    one = line.after or line.before
    before = tuple(run for run in line.runs if run.kind != "inserted") if line.before else ()
    now = tuple(run for run in line.runs if run.kind != "deleted") if line.after else ()
    return Words(one.printed if one else "", before, now)
