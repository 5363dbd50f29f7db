"""The learner's own door."""

from django.apps import AppConfig


class CabinetConfig(AppConfig):
    name = "lerna.doors.cabinet"
    label = "cabinet"
