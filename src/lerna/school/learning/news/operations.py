"""Every write of this room: a learner is told, reads it, and says what they want by letter."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import date, datetime

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import Processing, processing
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment
from lerna.school.learning.news.models import Kind, Notice, SiteOnly

# Which letter says it (policies/letters/).
LETTERS = {
    Kind.ACCEPTED: "work-accepted",
    Kind.RETURNED: "work-returned",
    Kind.DEADLINE: "work-due",
    Kind.EXTENDED: "work-extended",
}


def tell(  # noqa: PLR0913 -- whom, of which work, what
    *,
    enrollment: Enrollment,
    lesson: Lesson,
    block: str,
    kind: Kind,
    title: str,
    now: datetime,
    due_on: date | None = None,
) -> bool:
    """Tells a learner on the site, and by letter where they want that; `title` is the work's. False where a last day
    was announced already. The letter speaks the course's language, and leaves when the transaction is committed.
    """
    subject, course = enrollment.subject, enrollment.run.course
    with transaction.atomic(), _studying(subject.company, "a learner is told of their studies"):
        notice = Notice(
            subject=subject, enrollment=enrollment, lesson=lesson, block=block, kind=kind, due_on=due_on, told_at=now
        )
        if kind is Kind.DEADLINE and _is_told(notice):
            return False
        notice.save(force_insert=True)
        if wants_letter(subject, kind):
            context = {"work": title, "course": course.title} | ({"day": due_on} if due_on else {})
            language: LanguageCode = course.language  # type: ignore[assignment]  # a constraint holds it to ours
            send_letter(
                subject=subject, purpose=Purpose.LEARNING, template=LETTERS[kind], context=context, now=now,
                language=language,
            )  # fmt: skip
        return True


def read_all(*, subject: DataSubject, now: datetime) -> None:
    """The person has seen what is there."""
    with transaction.atomic(), _studying(subject.company, "a learner reads the news"):
        Notice.objects.filter(subject=subject, read_at=None).update(read_at=now)


def choose_letters(*, subject: DataSubject, kinds: Collection[Kind], now: datetime) -> None:
    """These kinds of news come by letter too, the others on the site alone."""
    with transaction.atomic(), _studying(subject.company, "a learner chooses what comes by letter"):
        SiteOnly.objects.filter(subject=subject).delete()
        SiteOnly.objects.bulk_create(
            SiteOnly(subject=subject, kind=kind, chosen_at=now) for kind in Kind if kind not in kinds
        )


def wants_letter(subject: DataSubject, kind: Kind) -> bool:
    """Whether this kind comes by letter; it does until the person says otherwise. One query."""
    return not SiteOnly.objects.filter(subject=subject, kind=kind).exists()


def _is_told(notice: Notice) -> bool:
    same = Notice.objects.filter(
        enrollment=notice.enrollment, lesson=notice.lesson, block=notice.block, kind=notice.kind, due_on=notice.due_on
    )
    return same.exists()


def _studying(company: Company, reason: str) -> AbstractContextManager[Processing]:
    return processing(Purpose.LEARNING, company=company, reason=reason)
