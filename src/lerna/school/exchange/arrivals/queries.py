"""What authors see of packages: those on their way, and what earlier ones became."""

from lerna.companies.models import Company
from lerna.school.exchange.arrivals.models import Arrival, State
from lerna.school.exchange.models import ImportReport


def list_arrivals(company: Company, limit: int) -> list[Arrival]:
    """The newest packages that aren't in yet or couldn't be brought in. One query."""
    return list(Arrival.objects.filter(company=company).exclude(state=State.DONE)[:limit])


def find_arrival(company: Company, arrival_id: int) -> Arrival | None:
    """The company's package of this number."""
    return Arrival.objects.filter(company=company, pk=arrival_id).first()


def list_reports(company: Company, limit: int) -> list[ImportReport]:
    """The company's newest reports with their courses, without what they say of each part. One query."""
    return list(ImportReport.objects.filter(company=company).select_related("course").defer("entries")[:limit])


def find_report(company: Company, report_id: int) -> ImportReport | None:
    """The company's report of this number."""
    return ImportReport.objects.filter(company=company, pk=report_id).select_related("course").first()
