"""Marks as an app."""

from django.apps import AppConfig


class GradesConfig(AppConfig):
    name = "lerna.school.learning.grades"
    label = "grades"

    def ready(self) -> None:
        """A course is finished only with the pass mark that its grading asks for."""
        from lerna.school.learning.finishing import register_condition
        from lerna.school.learning.grades.queries import is_passed

        register_condition(is_passed)
