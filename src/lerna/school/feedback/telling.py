"""Letters to whoever follows a talk: that somebody wrote, never what, for the words are their author's."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lerna.accounts.queries import with_people
from lerna.companies.models import Company
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.models import Comment, Standing, Subscription
from lerna.school.feedback.rules import load_rules
from lerna.school.learning.models import State

PAGE = "account/courses/{course}/{run}/{lesson}/#talk"


def tell_of(*, company: Company, comment_id: UUID, now: datetime) -> int:
    """One letter to each who follows the comment's lesson, but not to whoever wrote last; gives how many.

    At most one in so many minutes, unless the school answers the reader's own comment. Nothing where the comment is
    gone or no longer shown.
    """
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="followers of a talk are told"):
        for comment in Comment.objects.filter(pk=comment_id, state=Standing.SHOWN).select_related("lesson__course"):
            waited = Q(told_at=None) | Q(told_at__lte=now - timedelta(minutes=load_rules().quiet_minutes))
            if comment.answered_at is not None:
                waiting = Q(subject=comment.subject_id) | waited
            else:
                waiting = waited & ~Q(subject=comment.subject_id)
            following = Subscription.objects.filter(waiting, lesson=comment.lesson).exclude(
                enrollment__state=State.LEFT
            )
            found = with_people(following.select_related("enrollment__run__course").order_by("since", "pk"))
            for one in found:
                _write(one, comment, now)
            Subscription.objects.filter(pk__in=[one.pk for one in found]).update(told_at=now)
            return len(found)
        return 0


def _write(one: Subscription, comment: Comment, now: datetime) -> None:
    language = cast("LanguageCode", one.language)
    site = one.subject.company.sites.get(key=one.subject.site)
    run = one.enrollment.run
    page = PAGE.format(course=run.course.key, run=run.key, lesson=comment.lesson.key)
    send_letter(
        subject=one.subject,
        purpose=Purpose.LEARNING,
        template="talk-answered" if comment.answered_at and one.subject_id == comment.subject_id else "talk-went-on",
        context={"lesson": comment.lesson.title, "course": run.course.title, "page": build_home(site, language) + page},
        now=now,
        language=language,
        site=site,
    )
