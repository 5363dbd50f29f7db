"""Two browsers of one person at the same moment: one review, one comment."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connections

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.conftest import NOW, Study, first_lesson
from lerna.school.feedback.models import Comment, CourseReview
from lerna.school.feedback.operations.comments import Remark, post_comment
from lerna.school.feedback.operations.reviews import Opinion, write_review


@pytest.fixture
def db(committed: None) -> None:
    """Real commits: each browser has a connection of its own."""


def run_at_once(*acts: Callable[[], object]) -> int:
    """How many of them ended well."""
    done = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
            done.append(act)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def test_two_reviews_and_two_comments_at_once_are_one_each(study: Study) -> None:
    enrollment = study(done=1)
    lesson = first_lesson(enrollment)

    def review(stars: int) -> CourseReview:
        opinion = Opinion(stars=stars, text="Жақсы.")
        return write_review(enrollment=enrollment, opinion=opinion, language="kk", now=NOW)

    def comment() -> Comment:
        return post_comment(enrollment=enrollment, lesson=lesson, remark=Remark(text="Неге?"), language="kk", now=NOW)

    assert run_at_once(lambda: review(1), lambda: review(5), comment, comment) == 4
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        assert (CourseReview.objects.count(), Comment.objects.count()) == (1, 1)
