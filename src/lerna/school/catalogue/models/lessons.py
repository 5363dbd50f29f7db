"""The inside of a course: sections, lessons, and what each lesson said from revision to revision."""

from django.db import models

from lerna.school.catalogue.models.courses import KEY_LENGTH, TITLE_LENGTH, Course
from lerna.school.catalogue.models.files import MediaFile


class Section(models.Model):
    """A chapter of a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=KEY_LENGTH)
    title = models.CharField(max_length=TITLE_LENGTH)
    place = models.PositiveSmallIntegerField()
    opens_after_days = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(name="section_key_once_in_course", fields=["course", "key"])]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.key}"


class Lesson(models.Model):
    """One lesson. Its content stands in revisions; learners see the published one, authors write the next."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="lessons")
    key = models.SlugField(max_length=KEY_LENGTH)
    place = models.PositiveSmallIntegerField()  # in its section
    title = models.CharField(max_length=TITLE_LENGTH)  # as published, or of the first draft
    minutes = models.PositiveSmallIntegerField(default=0)
    is_free = models.BooleanField(default=False)
    published = models.ForeignKey("LessonRevision", null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)  # left the course; what learners did there stays

    class Meta:
        ordering = ["section__place", "place", "pk"]
        constraints = [models.UniqueConstraint(name="lesson_key_once_in_course", fields=["course", "key"])]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.key}"


class LessonRevision(models.Model):
    """What a lesson said at one time; written once, never changed. `blocks` as `blocks.stored.write_blocks` writes."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    minutes = models.PositiveSmallIntegerField(default=0)
    is_free = models.BooleanField(default=False)
    blocks = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)  # the account of whoever wrote it; null: brought in by a command

    class Meta:
        ordering = ["lesson", "-number"]
        constraints = [models.UniqueConstraint(name="lessonrevision_number_once", fields=["lesson", "number"])]

    def __str__(self) -> str:
        return f"{self.lesson_id}/{self.number}"


class MediaUse(models.Model):
    """Which revision uses which file."""

    revision = models.ForeignKey(LessonRevision, on_delete=models.CASCADE, related_name="uses")
    media = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(name="mediause_once", fields=["revision", "media"])]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.media_id}"
