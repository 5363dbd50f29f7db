"""Work of this room: signals each five minutes, people told each minute, reminders each hour, a verify each night."""

from datetime import datetime

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.seal.sealing import seal_entries
from lerna.privacy.evidence.seal.verify import verify_ledger
from lerna.privacy.incidents.models import Incident
from lerna.privacy.incidents.notices.people import list_being_told, tell_people
from lerna.privacy.incidents.rules import Signal
from lerna.privacy.incidents.signals.detection import detect
from lerna.privacy.incidents.signals.tallies import count_sign
from lerna.privacy.incidents.telling import remind_staff


@app.periodic(cron="*/5 * * * *")
@app.task(name="incidents.watch", queueing_lock="incidents.watch")
def watch(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Opens an incident for what is over its threshold."""
    for company in Company.objects.order_by("slug"):
        detect(company=company, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="incidents.tell", queueing_lock="incidents.tell")
def tell(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """Goes on telling people from where it stopped."""
    for incident in list_being_told():
        for _ in tell_people(incident=incident, clock=clock.now):
            pass


@app.periodic(cron="6 * * * *")
@app.task(name="incidents.remind", queueing_lock="incidents.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """The staff hear what is due, and what is late."""
    for company in Company.objects.order_by("slug"):
        remind_staff(company=company, now=clock.now())


@app.periodic(cron="30 21 * * *")  # 02:30 in Almaty
@app.task(name="incidents.verify", queueing_lock="incidents.verify")
def verify(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """Reads each ledger whole; what is wrong there is a signal."""
    for company in Company.objects.order_by("slug"):
        verify_evidence(company=company, now=clock.now())


def verify_evidence(*, company: Company, now: datetime) -> tuple[Incident, ...]:
    """Seals, verifies, and opens an incident where something is wrong; gives what was opened or went on."""
    for _ in seal_entries(company=company, everything=True):
        pass
    findings = verify_ledger(company=company).findings
    if not findings:
        return ()
    count_sign(company=company, signal=Signal.EVIDENCE_MISMATCH, now=now, count=len(findings))
    return detect(company=company, now=now)
