"""Depersonalized figures for statistics and research, with what was left out of them (clauses 7.1-д, 9.6)."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.third_parties.forms import FiguresForm
from lerna.doors.desk.third_parties.shown import name_research
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.register.standing import list_researchers
from lerna.privacy.recipients.research.groups import TooFewError
from lerna.privacy.recipients.research.operations import Figures, export_figures, list_coarse, list_research_tables
from lerna.privacy.recipients.sending.refusals import TransferRefusedError
from lerna.privacy.subjects.declarations import Coarse

_LEVELS: Mapping[Coarse, tuple[Promise, ...]] = {
    Coarse.WORD: (_("as it is"), _("not told")),
    Coarse.MOMENT: (_("by month"), _("by quarter"), _("by year"), _("not told")),
}


@needs_role_for(Purpose.CONSENT_PROOF)
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, account: Account) -> HttpResponse:
    """Counts whoever agreed to research; the evidence keeps that it was done, and its checksum."""
    company, language = account.subject.company, read_language()
    researchers = {one.key: one for one in list_researchers(company)}
    form = FiguresForm(
        request.POST or None,
        tables=[(name, " · ".join(name_research(name))) for name in list_research_tables()],
        recipients=[("", gettext("for ourselves"))]
        + [(key, one.name.in_language(language)) for key, one in researchers.items()],
    )
    made: Figures | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = export_figures(
                company=company, table=form.cleaned_data["table"],
                recipient=researchers.get(form.cleaned_data["recipient"]),
                actor=Actor.STAFF, actor_id=account.user.pk, now=clock.now(),
            )  # fmt: skip
        except TooFewError:
            form.add_error(None, gettext("Too few people have agreed to research; nothing can be told of them."))
        except TransferRefusedError as error:
            form.add_error(None, str(error.refusal.label))
        else:
            if request.POST.get("as") == "csv":
                return _download(made)
    context = {"form": form, "made": made, "report": _tell(made) if made else None}
    status = 422 if form.errors else 200
    return render_page(request, account, "figures", "desk/third_parties/figures.html", context, status)


def _tell(made: Figures) -> dict[str, object]:
    """The table and its report: how coarse each column became, how much was left out."""
    titles, grouped = name_research(made.table), made.grouped
    kinds = list_coarse(made.table)
    return {
        "heads": titles,
        "rows": [(*group, made.round(count)) for group, count in grouped.groups.items()],
        "coarseness": [
            (title, _LEVELS[kind][level]) for title, kind, level in zip(titles, kinds, grouped.levels, strict=True)
        ],
        "left_out_groups": grouped.left_out_groups,
        "left_out_people": made.round(grouped.left_out_people),
        "rules": made.rules,
    }


def _download(made: Figures) -> HttpResponse:
    response = HttpResponse(made.to_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{made.company}-{made.made_on}.csv"'
    return response
