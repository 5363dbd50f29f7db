"""What a company teaches: programs, courses, their runs and offers, and the lessons inside."""

from lerna.school.catalogue.models.courses import (
    KEY_LENGTH,
    TITLE_LENGTH,
    Course,
    CourseTeacher,
    Direction,
    Program,
    ProgramCourse,
    Teacher,
)
from lerna.school.catalogue.models.files import NAME_LENGTH, MediaFile, Rendition, media_path
from lerna.school.catalogue.models.lessons import Lesson, LessonRevision, MediaUse, Section
from lerna.school.catalogue.models.runs import Offer, Run

__all__ = [
    "KEY_LENGTH",
    "NAME_LENGTH",
    "TITLE_LENGTH",
    "Course",
    "CourseTeacher",
    "Direction",
    "Lesson",
    "LessonRevision",
    "MediaFile",
    "MediaUse",
    "Offer",
    "Program",
    "ProgramCourse",
    "Rendition",
    "Run",
    "Section",
    "Teacher",
    "media_path",
]
