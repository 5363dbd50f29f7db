"""What a company teaches: courses and programs, in which direction and by whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lerna.companies.models import Company, Site
from lerna.kit.localized import LANGUAGE_CODES
from lerna.kit.localized_field import LocalizedField, all_languages_present
from lerna.school.catalogue.models.files import MediaFile

TITLE_LENGTH = 200
KEY_LENGTH = 80

_LANGUAGES = [(code, code) for code in LANGUAGE_CODES]


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
