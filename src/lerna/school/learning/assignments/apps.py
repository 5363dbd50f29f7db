"""Works as an app."""

from importlib import import_module

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "lerna.school.learning.assignments"
    label = "assignments"

    def ready(self) -> None:
        import_module("lerna.school.learning.assignments.checks")  # registers the system check of the rules
