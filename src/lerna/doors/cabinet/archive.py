"""All that is held of a person as one archive, in the page's language, with what was passed on (clauses 6.2, 9.1)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from lerna.accounts.queries import Acting
from lerna.companies.models import Site
from lerna.doors.cabinet.received import read_received, read_told, write_received, write_told
from lerna.doors.look.consent_form import read_language
from lerna.privacy.lifecycle.exporting.archive import write_archive
from lerna.privacy.lifecycle.exporting.page import Section
from lerna.privacy.lifecycle.exporting.read import export_person


def build_archive(acting: Acting, *, site: Site, now: datetime) -> Iterator[bytes]:
    """The ZIP, written while it is sent; the evidence says that it was taken, and by whom."""
    received, told = read_received(acting.subject), read_told(acting.subject)
    export = export_person(subject=acting.subject.pk, actor=acting.actor, now=now, site=site.key)
    passed = [
        f"{_write_moment(one.at)}: {one.recipient}, {one.country} ({one.data}; {one.purpose}): {one.state}"
        for one in received
    ]
    sections = [Section(_("Who received it"), passed or [_("Nothing of yours was passed to anybody.")])]
    if told:
        lines = [f"{_write_moment(one.at)}: {one.recipient}: {one.demand}, {one.state}" for one in told]
        sections.append(Section(_("What they were told to do with it"), lines))
    return write_archive(
        export,
        read_language(),
        title=_("Data: %(name)s") % {"name": acting.name} if acting.is_for_another else _("My data"),
        sections=sections,
        also={"transfers": write_received(received), "recipients_told": write_told(told)},
        is_for_another=acting.is_for_another,
    )


def _write_moment(moment: datetime) -> str:
    return str(formats.date_format(moment, "DATETIME_FORMAT"))
