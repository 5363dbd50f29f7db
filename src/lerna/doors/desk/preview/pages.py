"""Pages of the preview: the outline with what is wrong, and each lesson."""

from django.template.loader import render_to_string

from lerna.doors.desk.courses.previewing import show_with
from lerna.doors.desk.preview.folder import Previewed
from lerna.kit import clock
from lerna.school.blocks.course import CourseContent, LessonContent


class NoSuchLessonError(Exception):
    """The course has no lesson of this key now."""


def render_outline(previewed: Previewed) -> str:
    """What the course is made of."""
    return _render(previewed, "desk/preview/outline.html", previewed.content, {})


def render_lesson(previewed: Previewed, key: str) -> str:
    """A lesson as a learner sees it, with the answers of what it asks. NoSuchLessonError."""
    content, files = previewed.name_files(clock.now())
    lessons = _list_lessons(content)
    here = next((place for place, one in enumerate(lessons) if one.key == key), None)
    if here is None:
        raise NoSuchLessonError(key)
    context = {
        "lesson": lessons[here],
        "blocks": show_with(lessons[here].blocks, files),
        "before": lessons[here - 1] if here else None,
        "after": lessons[here + 1] if here + 1 < len(lessons) else None,
    }
    return _render(previewed, "desk/preview/lesson.html", content, context)


def _list_lessons(content: CourseContent | None) -> list[LessonContent]:
    return [lesson for section in content.sections for lesson in section.lessons] if content else []


def _render(previewed: Previewed, template: str, content: CourseContent | None, context: dict[str, object]) -> str:
    faults = [(previewed.place(fault), fault.line, fault.translated) for fault in previewed.faults]
    frame = {"course": content, "faults": faults, "folder": previewed.root.name, "stamp": previewed.stamp()}
    return render_to_string(template, frame | context)
