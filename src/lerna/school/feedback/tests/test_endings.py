"""What one published is exported, removed on demand while blocked, and gone with the account (law 94-V, art. 6)."""

import json
from uuid import uuid4

import pytest

from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.records.document import Kind as Paper
from lerna.privacy.records.queries import build_document
from lerna.privacy.requests.answers.publications import remove_publications
from lerna.privacy.subjects.operations import block, unblock
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.complaints import Claim, receive_known_complaint
from lerna.school.feedback.appeals.models import Complaint, Matter
from lerna.school.feedback.conftest import NOW, Study, first_lesson
from lerna.school.feedback.models import About, Comment, CourseReview, DisplayName, Report, Subscription
from lerna.school.feedback.operations.comments import Remark, follow, post_comment
from lerna.school.feedback.operations.moderation import report_post, show_post
from lerna.school.feedback.operations.reviews import Opinion, write_review
from lerna.school.learning.models import Enrollment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

QUESTION, REVIEW = "Қызыл неге алға шығады?", "Үшінші сабақтан кейін бәрін басқаша көремін."


@pytest.fixture
def aigerim(study: Study) -> Enrollment:
    """Has posted, reviewed, follows a talk and complained; a moderator has shown the review."""
    enrollment = study(done=1)
    lesson = first_lesson(enrollment)
    say(enrollment, QUESTION, name="Күнбағыс")
    opinion = Opinion(stars=5, text=REVIEW, name="Күнбағыс")
    review = write_review(enrollment=enrollment, opinion=opinion, language="kk", now=NOW)
    show_post(company=review.company, about=About.REVIEW, target=review.pk, actor_id=uuid4(), now=NOW)
    follow(enrollment=enrollment, lesson=lesson, language="kk", now=NOW)
    site = review.company.sites.get(key="lerna")
    claim = Claim(matter=Matter.TEACHING, text="Сабақ болмады.")
    receive_known_complaint(subject=enrollment.subject, site=site, claim=claim, language="kk", now=NOW)
    return enrollment


def say(enrollment: Enrollment, text: str, **more: str) -> Comment:
    return post_comment(
        enrollment=enrollment, lesson=first_lesson(enrollment), remark=Remark(text=text, **more),  # type: ignore[arg-type]
        language="kk", now=NOW,
    )  # fmt: skip


def count(enrollment: Enrollment) -> tuple[int, ...]:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return tuple(
            model.objects.filter(subject=enrollment.subject).count()
            for model in (Comment, CourseReview, DisplayName, Subscription)
        )


@pytest.mark.clause("8.1")
def test_what_is_published_is_counted_in_the_register_and_nobody_is_named_there(aigerim: Enrollment) -> None:
    document = build_document(aigerim.subject.company, Paper.PUBLICATIONS)
    assert {row.key: row.cells[-1].ru for row in document.rows} == {"comment": "1", "review": "1"}


@pytest.mark.clause("8.1")
def test_a_demand_removes_everything_published_also_while_the_person_is_blocked(
    aigerim: Enrollment, study: Study
) -> None:
    dana = study("Дана", "dana@example.kz")
    reply = say(dana, "Маған да қызық.")
    block(subject=aigerim.subject, actor=Actor.STAFF, now=NOW)
    assert remove_publications(subject=aigerim.subject, now=NOW) == 2
    unblock(subject=aigerim.subject, actor=Actor.STAFF, now=NOW)
    assert count(aigerim) == (0, 0, 0, 1)
    with processing(Purpose.LEARNING, company=dana.subject.company, reason="test"):
        assert [one.pk for one in Comment.objects.all()] == [reply.pk]
    entry = Entry.objects.get(operation="delete", subject=aigerim.subject_id)
    assert json.loads(entry.line)["details"] == {"event": "unpublished", "rows": 2}
    assert remove_publications(subject=aigerim.subject, now=NOW) == 0


@pytest.mark.clause("6.2")
def test_the_copy_of_their_data_holds_all_that_they_wrote(aigerim: Enrollment) -> None:
    written = export_person(subject=aigerim.subject_id, actor=Actor.PERSON, now=NOW).to_json()
    for text in (QUESTION, REVIEW, "Күнбағыс", "Сабақ болмады."):
        assert text in written


@pytest.mark.clause("8.4-ж")
def test_with_the_account_every_word_goes_but_the_complaint_that_a_law_keeps(aigerim: Enrollment, study: Study) -> None:
    dana = study("Дана", "dana@example.kz")
    with processing(Purpose.LEARNING, company=dana.subject.company, reason="test"):
        comment = Comment.objects.get()
    report_post(subject=dana.subject, about=About.COMMENT, target=comment.pk, reason="spam", now=NOW)
    company = aigerim.subject.company
    run = start_erasure(
        company=company, people=[aigerim.subject_id], ground=Ground.ACCOUNT_DELETED, actor=Actor.PERSON, now=NOW
    )
    list(continue_erasure(run=run, now=NOW))
    assert count(dana) == (0, 0, 0, 0)
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert not Comment.objects.exists()
        assert Report.objects.count() == 1, "what others reported is theirs"
    with processing(Purpose.REQUESTS, company=company, reason="test"):
        assert [one.text for one in Complaint.objects.all()] == ["Сабақ болмады."]
