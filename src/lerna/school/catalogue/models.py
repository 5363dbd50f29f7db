"""What a company teaches: programs, courses, their runs and offers, and the lessons inside."""

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models

from lerna.companies.models import Company, Site
from lerna.kit.localized import LANGUAGE_CODES
from lerna.kit.localized_field import LocalizedField, all_languages_present

TITLE_LENGTH = 200
KEY_LENGTH = 80
NAME_LENGTH = 200  # of a file

_LANGUAGES = [(code, code) for code in LANGUAGE_CODES]


class MediaFile(models.Model):
    """A file of the school's own, kept once however often it is used; `digest` is SHA-256 of its bytes."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=NAME_LENGTH)  # as its author called it
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    width = models.PositiveIntegerField(default=0)  # pixels, of pictures
    height = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mediafile_once_in_company", fields=["company", "digest"]),
            models.CheckConstraint(
                name="mediafile_digest_is_sha256", condition=models.Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.digest[:12]}"

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage."""
        return media_path(self.company_id, self.digest)


def media_path(company_id: int, digest: str) -> str:
    """Where bytes of this digest lie in the storage."""
    return default_storage.generate_filename(f"school/{company_id}/{digest[:2]}/{digest}")


class Direction(models.Model):
    """A field of study, by which courses are found."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="directions")
    key = models.SlugField(max_length=KEY_LENGTH)
    title = LocalizedField()
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "key"]
        constraints = [
            models.UniqueConstraint(name="direction_key_once_in_company", fields=["company", "key"]),
            models.CheckConstraint(name="direction_title_in_all_languages", condition=all_languages_present("title")),
        ]

    def __str__(self) -> str:
        return self.key


class Teacher(models.Model):
    """Who teaches, as the company presents them to the public."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="teachers")
    key = models.SlugField(max_length=KEY_LENGTH)
    name = LocalizedField()
    about = LocalizedField()
    photo = models.ForeignKey(MediaFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(name="teacher_key_once_in_company", fields=["company", "key"]),
            models.CheckConstraint(name="teacher_name_in_all_languages", condition=all_languages_present("name")),
            models.CheckConstraint(name="teacher_about_in_all_languages", condition=all_languages_present("about")),
        ]

    def __str__(self) -> str:
        return self.key


class Course(models.Model):
    """A course in one language of teaching; `family` joins its translations. What learners see is what is published."""

    class Level(models.TextChoices):
        BEGINNER = "beginner", "beginner"
        EXPERIENCED = "experienced", "experienced"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="courses")
    key = models.SlugField(max_length=KEY_LENGTH)
    family = models.SlugField(max_length=KEY_LENGTH, default="", blank=True)
    language = models.CharField(max_length=2, choices=_LANGUAGES)
    title = models.CharField(max_length=TITLE_LENGTH)
    summary = models.TextField(default="", blank=True)
    about = models.TextField(default="", blank=True)  # Markdown
    direction = models.ForeignKey(Direction, null=True, on_delete=models.PROTECT, related_name="courses")
    level = models.CharField(max_length=11, choices=Level, default=Level.BEGINNER)
    hours = models.PositiveSmallIntegerField(default=0)
    weeks = models.PositiveSmallIntegerField(default=0)
    results = ArrayField(models.TextField(), default=list)
    audience = ArrayField(models.TextField(), default=list)
    requirements = ArrayField(models.TextField(), default=list)
    questions = models.JSONField(default=list)  # of `blocks.course.Answered`
    grading = models.JSONField(default=dict)  # `blocks.course.Grading`
    cover = models.ForeignKey(MediaFile, null=True, on_delete=models.PROTECT, related_name="+")
    teachers: "models.ManyToManyField[Teacher, CourseTeacher]" = models.ManyToManyField(
        Teacher, through="CourseTeacher", related_name="courses"
    )
    sites = models.ManyToManyField(Site, related_name="courses")
    after = models.ManyToManyField("self", symmetrical=False, related_name="before")
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)  # no longer in the catalogue; who is enrolled goes on
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=1
    )  # counts the changes, so that two authors don't overwrite each other

    class Meta:
        ordering = ["title", "key"]
        constraints = [
            models.UniqueConstraint(name="course_key_once_in_company", fields=["company", "key"]),
            models.CheckConstraint(
                name="course_level_is_known", condition=models.Q(level__in=["beginner", "experienced"])
            ),
            models.CheckConstraint(name="course_language_is_known", condition=models.Q(language__in=LANGUAGE_CODES)),
        ]

    def __str__(self) -> str:
        return self.key


class CourseTeacher(models.Model):
    """A teacher's place among those of a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE)
    teacher = models.ForeignKey(Teacher, on_delete=models.PROTECT)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(name="courseteacher_once", fields=["course", "teacher"])]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.teacher_id}"


class Program(models.Model):
    """Several courses that lead to one goal, in their order."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="programs")
    key = models.SlugField(max_length=KEY_LENGTH)
    language = models.CharField(max_length=2, choices=_LANGUAGES)
    title = models.CharField(max_length=TITLE_LENGTH)
    summary = models.TextField(default="", blank=True)
    about = models.TextField(default="", blank=True)  # Markdown
    courses: "models.ManyToManyField[Course, ProgramCourse]" = models.ManyToManyField(
        Course, through="ProgramCourse", related_name="programs"
    )
    sites = models.ManyToManyField(Site, related_name="programs")
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title", "key"]
        constraints = [models.UniqueConstraint(name="program_key_once_in_company", fields=["company", "key"])]

    def __str__(self) -> str:
        return self.key


class ProgramCourse(models.Model):
    """A course's place in a program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE)
    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(name="programcourse_once", fields=["program", "course"])]

    def __str__(self) -> str:
        return f"{self.program_id}/{self.course_id}"


class Run(models.Model):
    """One time that a course is taught. Days are local, both ends included; null leaves that side open."""

    class Opening(models.TextChoices):
        ALL = "all", "everything at the start"
        WEEKLY = "weekly", "a section a week"
        DAYS = "days", "each section so many days after the start"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs")
    key = models.SlugField(max_length=KEY_LENGTH)
    starts_on = models.DateField(null=True)  # null: at once, at one's own pace
    ends_on = models.DateField(null=True)
    enroll_from = models.DateField(null=True)
    enroll_until = models.DateField(null=True)
    seats = models.PositiveIntegerField(default=0)  # 0: no limit
    opens = models.CharField(max_length=6, choices=Opening, default=Opening.ALL)
    retired_at = models.DateTimeField(null=True)  # left the course's folder, or was taken away; who is enrolled goes on

    class Meta:
        ordering = ["course", "starts_on", "key"]
        constraints = [
            models.UniqueConstraint(name="run_key_once_in_course", fields=["course", "key"]),
            models.CheckConstraint(
                name="run_ends_after_its_start",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="run_opening_is_known", condition=models.Q(opens__in=["all", "weekly", "days"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.key}"


class Offer(models.Model):
    """What is sold of a run, and for how much. Prices in whole tenge."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="offers")
    key = models.SlugField(max_length=KEY_LENGTH)
    title = models.CharField(max_length=TITLE_LENGTH)
    price = models.PositiveIntegerField()
    old_price = models.PositiveIntegerField(default=0)  # 0: none
    installment_months = models.PositiveSmallIntegerField(default=0)  # the school's own schedule, without interest
    bank_credit = models.BooleanField(default=False)
    includes = ArrayField(models.TextField(), default=list)
    place = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(name="offer_key_once_in_run", fields=["run", "key"]),
            models.CheckConstraint(
                name="offer_old_price_is_higher",
                condition=models.Q(old_price=0) | models.Q(old_price__gt=models.F("price")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.key}"


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
