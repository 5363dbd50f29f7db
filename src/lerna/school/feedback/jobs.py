"""Work of this room: whoever follows a talk hears that it went on."""

from uuid import UUID

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.feedback.operations.comments import JOB
from lerna.school.feedback.telling import tell_of


@app.task(name=JOB)
def tell(comment: str, company: int) -> None:
    """Right after the comment, or the school's answer to it."""
    tell_of(company=Company.objects.get(pk=company), comment_id=UUID(comment), now=clock.now())
