"""Whatever the format can say is written so that it is read back as it was."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from lerna.school.blocks.course import CourseContent
from lerna.school.exchange.folder.read_folder import read_folder
from lerna.school.exchange.folder.tests.invented import FILES, courses
from lerna.school.exchange.folder.write_folder import write_folder


@given(courses())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_course_comes_back_as_it_was_written(content: CourseContent) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / content.key
        (root / "files").mkdir(parents=True)
        for name in FILES:
            (root / name).touch()
        write_folder(content, root)
        assert read_folder(root) == content
