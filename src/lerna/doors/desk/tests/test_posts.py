"""A moderator at the desk: sees what waits, answers, hides with a reason, shows; and the public page follows."""

import pytest

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import create_subject, forbid, permit
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Text
from lerna.school.catalogue.models import Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.feedback.models import Comment, CourseReview, Standing
from lerna.school.feedback.operations.comments import Remark, post_comment
from lerna.school.feedback.operations.reviews import Opinion, write_review
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import complete_lesson, enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "После третьего урока смотрю на афиши по-другому."


@pytest.fixture
def enrolled() -> Enrollment:
    """A learner of Newskills who has completed the only lesson of a course on lerna.kz."""
    company, now = Company.objects.get(slug="newskills"), clock.now()
    lesson = LessonContent(key="light", title="Свет", blocks=(Text(key="1", markdown="Свет."),))
    sections = (SectionContent(key="all", title="Всё", lessons=(lesson,)),)
    content = CourseContent(
        key="color", language="ru", title="Цвет", sections=sections, runs=(RunContent(key="2026"),), sites=("lerna",)
    )
    bring_course(company=company, content=content, now=now)
    aigerim = create_subject(company=company, site=company.sites.get(host=HOST), now=now)
    permit(subject=aigerim, purposes=[Purpose.LEARNING])
    run = Run.objects.select_related("course__company").get()
    enrollment = enroll(subject=aigerim, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=now)
    complete_lesson(enrollment=enrollment, lesson=run.course.lessons.select_related("published").get(), now=now)
    return enrollment


def test_a_comment_is_answered_and_hidden_with_a_reason_at_the_desk(enrolled: Enrollment) -> None:
    comment = post_comment(
        enrollment=enrolled, lesson=enrolled.run.course.lessons.get(), remark=Remark(text=WORDS), language="ru",
        now=clock.now(),
    )  # fmt: skip
    client, path = log_in("curator"), f"/desk/talk/comments/{comment.pk}/"
    assert WORDS in open_page(client, "/desk/talk/")[1]
    assert WORDS in open_page(client, path)[1]
    assert Entry.objects.filter(operation="look", subject=enrolled.subject_id).count() == 2
    for act, typed in (("answer", {"answer-text": "Верно!"}), ("hide", {"hide-reason": "private"})):
        assert client.post(f"{path}{act}/", typed, headers={"host": HOST}).status_code == 302, act
    assert client.post(f"{path}hide/", {}, headers={"host": HOST}).status_code == 200, "a reason is needed"
    with processing(Purpose.LEARNING, company=comment.company, reason="test"):
        found = Comment.objects.get()
        assert (found.answer, found.state, found.reason) == ("Верно!", Standing.HIDDEN, "private")


@pytest.mark.clause("8.1")
@pytest.mark.clause("6.5")
def test_a_review_that_a_moderator_showed_stands_on_the_courses_page_while_its_author_permits(
    enrolled: Enrollment,
) -> None:
    opinion = Opinion(stars=4, text=WORDS, name="Подсолнух")
    review = write_review(enrollment=enrolled, opinion=opinion, language="ru", now=clock.now())
    client, page = log_in("curator"), "/courses/color/"
    assert WORDS not in open_page(client, page)[1]
    assert "Отзыв" in open_page(client, "/desk/talk/")[1]
    path = f"/desk/talk/reviews/{review.pk}/"
    assert client.post(f"{path}show/", {}, headers={"host": HOST}).status_code == 302
    status, shown = open_page(client, page)
    assert (status, WORDS in shown, "Подсолнух" in shown) == (200, True, True)
    with processing(Purpose.LEARNING, company=review.company, reason="test"):
        assert CourseReview.objects.get().state == Standing.SHOWN
    forbid(subject=enrolled.subject, purposes=[Purpose.LEARNING])
    assert WORDS not in open_page(client, page)[1]
    assert open_page(client, path)[0] == 404


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", ["manager", "head", "privacy-officer", "marketer"])
def test_for_other_roles_there_is_no_such_page(enrolled: Enrollment, role: str) -> None:  # noqa: ARG001
    assert open_page(log_in(role), "/desk/talk/")[0] == 404
