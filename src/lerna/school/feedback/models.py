"""What learners write where others read it: comments under lessons and reviews of courses.

A text stands sealed under its author's key and is shown by their chosen name, so that it is gone with the key
(docs/adr/0011). Threads are joined by a number and not by a foreign key: an author's going takes nobody else's words.
"""

from django.db import models

from lerna.companies.models import Company
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH, Course, Lesson
from lerna.school.learning.models import Enrollment

NAME_LENGTH = 40
TEXT_LENGTH = 3000
MOST_STARS = 5


class Standing(models.TextChoices):
    """Whether others see it."""

    SHOWN = "shown", "shown"
    WAITING = "waiting", "waits for a moderator"
    HIDDEN = "hidden", "hidden by a moderator, who said why"


class About(models.TextChoices):
    """What is reported."""

    COMMENT = "comment", "a comment"
    REVIEW = "review", "a review"


_ANSWERED_WHOLE = models.Q(answered_at=None, answered_by=None, answer__isnull=True) | models.Q(
    answered_at__isnull=False, answered_by__isnull=False, answer__isnull=False
)
_HIDDEN_WITH_A_REASON = models.Q(state=Standing.HIDDEN, decided_by__isnull=False) & ~models.Q(reason="") | (
    ~models.Q(state=Standing.HIDDEN) & models.Q(reason="")
)


class DisplayName(PersonalModel):
    """By what name others see whoever writes; without one they are simply a learner."""

    name = EncryptedTextField(max_length=NAME_LENGTH)
    chosen_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [models.UniqueConstraint(name="displayname_once", fields=["subject"])]


class Posted(PersonalModel):
    """What both have in common. `answer` is the school's own, kept with what it answers and gone with it."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(max_length=TEXT_LENGTH)
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=Standing)
    reason = models.SlugField(max_length=40, default="", db_default="")  # a key of policies/talk.toml
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)  # the account of the moderator
    answer = EncryptedTextField(max_length=TEXT_LENGTH, null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)  # the account of whoever answered

    class Meta(PersonalModel.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_standing_is_known", condition=models.Q(state__in=Standing.values)),
            models.CheckConstraint(name="%(class)s_hidden_with_a_reason", condition=_HIDDEN_WITH_A_REASON),
            models.CheckConstraint(name="%(class)s_answered_whole", condition=_ANSWERED_WHOLE),
        ]


class Comment(Posted):
    """A question or a remark under a lesson, or in a block of discussion; `thread` is the number of its first one."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH, default="", blank=True)  # empty: under the whole lesson
    thread = models.UUIDField()

    class Meta(Posted.Meta):
        indexes = [
            models.Index(name="comment_of_lesson", fields=["lesson", "block", "posted_at"]),
            models.Index(name="comment_of_thread", fields=["thread"]),
            models.Index(name="comment_of_author", fields=["subject", "-posted_at"]),
        ]


class CourseReview(Posted):
    """What somebody who studied a course thinks of it; one for each person and course."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField()

    class Meta(Posted.Meta):
        indexes = [models.Index(name="coursereview_of_course", fields=["course", "-posted_at"])]
        constraints = [
            *Posted.Meta.constraints,
            models.UniqueConstraint(name="coursereview_once", fields=["subject", "course"]),
            models.CheckConstraint(
                name="coursereview_stars_are_known", condition=models.Q(stars__gte=1, stars__lte=MOST_STARS)
            ),
        ]


class Subscription(PersonalModel):
    """Whoever wants a letter when somebody writes under a lesson."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        constraints = [models.UniqueConstraint(name="subscription_once", fields=["enrollment", "lesson"])]


class ReaderReport(models.Model):
    """The word of readers without an account that a post shouldn't stand: what and why, and nothing of who said it.

    One open row for each reason, however many say so, and none of them hides a post: a moderator alone does.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=7, choices=About)
    target = models.UUIDField()
    reason = models.SlugField(max_length=40)  # a key of policies/talk.toml
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="readerreport_open_once", fields=["target", "reason"], condition=models.Q(settled_at=None)
            ),
            models.CheckConstraint(name="readerreport_about_is_known", condition=models.Q(about__in=About.values)),
        ]

    def __str__(self) -> str:
        return f"{self.about}/{self.reason}"


class Report(PersonalModel):
    """Somebody's word that a post shouldn't stand; `subject` is who reports. The post's number is no foreign key."""

    about = models.CharField(max_length=7, choices=About)
    target = models.UUIDField()
    reason = models.SlugField(max_length=40)  # a key of policies/talk.toml
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="report_open", fields=["target"], condition=models.Q(settled_at=None))]
        constraints = [
            models.UniqueConstraint(name="report_once", fields=["subject", "target"]),
            models.CheckConstraint(name="report_about_is_known", condition=models.Q(about__in=About.values)),
        ]
