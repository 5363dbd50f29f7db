"""What is public here, for the register of publications and for whoever demands its removal (law 94-V, art. 6)."""

from collections.abc import Iterator
from datetime import datetime

from lerna.companies.models import Company
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.records.building.published import Published, register_published
from lerna.privacy.requests.answers.publications import register_publications
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.models import Comment, CourseReview, DisplayName, Standing
from lerna.school.feedback.rules import load_rules


def list_published(company: Company) -> Iterator[Published]:
    """Each place and how many posts stand there now. Two queries."""
    with processing(Purpose.LEARNING, company=company, reason="how much is published"):
        counts = {
            "comment": Comment.objects.filter(state=Standing.SHOWN).count(),
            "review": CourseReview.objects.filter(state=Standing.SHOWN).count(),
        }
    for kind, count in counts.items():
        if count:
            yield Published(kind, load_rules().place[kind], count)


def remove_published(subject: DataSubject, now: datetime) -> int:
    """Deletes everything that the person posted, and the name they chose for it; gives how many posts.

    Works for requests, because the person is blocked while the demand is looked at.
    """
    with processing(Purpose.REQUESTS, company=subject.company, reason="published data are removed"):
        count = 0
        for model in (Comment, CourseReview):
            count += model.objects.filter(subject=subject).delete()[0]
        DisplayName.objects.filter(subject=subject).delete()
        if count:
            record(
                company=subject.company, operation=Operation.DELETE, clause="8.1-г", actor=Actor.STAFF, now=now,
                purpose=Purpose.REQUESTS, subject=subject.pk, details={"event": "unpublished", "rows": count},
            )  # fmt: skip
        return count


register_published(list_published)
register_publications(remove_published)
