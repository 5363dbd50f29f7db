"""What is done about one incident at the desk: each one operation, then the page again."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lerna.accounts.queries import Account, list_colleagues
from lerna.doors.desk.acts import Acts
from lerna.doors.desk.incidents import forms
from lerna.doors.desk.incidents.views import hand_of, open_file, render_incident
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.incidents.notices.authority import write_notice
from lerna.privacy.incidents.notices.people import begin_telling
from lerna.privacy.incidents.operations import (
    WrongStateError,
    add_note,
    assess_incident,
    close_incident,
    report_incident,
    state_scope,
)
from lerna.privacy.incidents.queries import IncidentFile
from lerna.privacy.incidents.scope.blocks import block_concerned, unblock_concerned
from lerna.privacy.policy.purposes import Purpose

_act = Acts(
    purpose=Purpose.SECURITY,
    route="desk:incident",
    open_file=lambda account, number: open_file(account.subject.company, number),
    render=render_incident,
    faults={
        WrongStateError: _(
            "This can't be done in the incident's present state; somebody may have been quicker. Nothing was changed."
        ),
    },
)


def _ask(post: QueryDict, account: Account, _file: IncidentFile) -> forms.ScopeForm:
    staff = [(str(one.id), one.name) for one in list_colleagues(account.subject.company)]
    return forms.ScopeForm(post, prefix="scope", staff=staff)


@_act(note_form=lambda post, _account, _file: forms.NoteForm(post, prefix="note"))
def note(account: Account, file: IncidentFile, note_form: forms.NoteForm) -> None:
    """A note, or a measure that was taken."""
    add_note(
        company=account.subject.company, incident_id=file.incident.pk, hand=hand_of(account), now=clock.now(),
        **note_form.cleaned_data,
    )  # fmt: skip


@_act(scope_form=_ask)
def scope(account: Account, file: IncidentFile, scope_form: forms.ScopeForm) -> None:
    """Asks the ledger whose data are concerned."""
    state_scope(
        company=account.subject.company, incident_id=file.incident.pk, question=scope_form.read(),
        hand=hand_of(account), now=clock.now(),
    )  # fmt: skip


@_act(judgment_form=lambda post, _account, _file: forms.JudgmentForm(post, prefix="judge"))
def judge(account: Account, file: IncidentFile, judgment_form: forms.JudgmentForm) -> None:
    """How dangerous it is, and why."""
    assess_incident(
        company=account.subject.company, incident_id=file.incident.pk, judgment=judgment_form.read(),
        hand=hand_of(account), now=clock.now(),
    )  # fmt: skip


@_act()
def block(account: Account, file: IncidentFile) -> None:
    """Everything that no law orders stops for everybody concerned."""
    block_concerned(
        company=account.subject.company, incident_id=file.incident.pk, hand=hand_of(account), now=clock.now()
    )


@_act()
def unblock(account: Account, file: IncidentFile) -> None:
    """And goes on again."""
    unblock_concerned(
        company=account.subject.company, incident_id=file.incident.pk, hand=hand_of(account), now=clock.now()
    )


@_act()
def tell(account: Account, file: IncidentFile) -> None:
    """A letter to each person concerned; the job of the next minute begins to write them."""
    begin_telling(company=account.subject.company, incident_id=file.incident.pk, hand=hand_of(account), now=clock.now())


@_act(sent_form=lambda post, _account, _file: forms.SentForm(post, prefix="sent"))
def report(account: Account, file: IncidentFile, sent_form: forms.SentForm) -> None:
    """The notice has gone to the authority, as it stands at this moment."""
    now, language = clock.now(), sent_form.cleaned_data["language"]
    chosen: LanguageCode = "kk" if language == "kk" else "ru"
    report_incident(
        company=account.subject.company, incident_id=file.incident.pk, notice=write_notice(file, chosen, now),
        note=sent_form.cleaned_data["note"], hand=hand_of(account), now=now,
    )  # fmt: skip


@_act(close_form=lambda post, _account, _file: forms.CloseForm(post, prefix="close"))
def close(account: Account, file: IncidentFile, close_form: forms.CloseForm) -> None:
    """Everything is done."""
    close_incident(
        company=account.subject.company, incident_id=file.incident.pk, note=close_form.cleaned_data["note"],
        hand=hand_of(account), now=clock.now(),
    )  # fmt: skip
