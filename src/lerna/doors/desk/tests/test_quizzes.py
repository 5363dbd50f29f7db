"""How questions of quizzes do, for whoever works for learning; of few people nothing, and no other company's."""

import pytest

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.kit import clock
from lerna.school.blocks.course import CourseContent, LessonContent, SectionContent
from lerna.school.blocks.kinds import Quiz
from lerna.school.catalogue.models import Lesson
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.quizzes.tests.samples import SINGLE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def bring(slug: str, title: str) -> str:
    """A course with one quiz; gives the address of its page."""
    lesson = LessonContent(key="light", title="Свет", blocks=(Quiz(key="test", title=title, questions=(SINGLE,)),))
    sections = (SectionContent(key="seeing", title="Как мы видим", lessons=(lesson,)),)
    content = CourseContent(key="color-ru", language="ru", title="Цвет", sections=sections)
    bring_course(company=Company.objects.get(slug=slug), content=content, now=clock.now())
    return f"/desk/quizzes/{Lesson.objects.get(course__company__slug=slug).pk}/test/"


def test_a_quiz_nobody_has_answered_tells_of_nobody() -> None:
    vera = log_in("curator")
    own, other = bring("newskills", "Проверьте себя"), bring("kerbez-agy", "Чужой тест")
    _, page = open_page(vera, "/desk/quizzes/")
    assert own in page
    assert "Чужой тест" not in page
    _, page = open_page(vera, own)
    assert SINGLE.text in page
    assert "пока слишком мало людей" in page
    assert vera.get(other, headers={"host": HOST}).status_code == 404


def test_whoever_doesn_t_work_for_learning_has_no_such_page() -> None:
    marketer, address = log_in("marketer"), bring("newskills", "Проверьте себя")
    for path in ("/desk/quizzes/", address):
        assert marketer.get(path, headers={"host": HOST}).status_code in {403, 404}
