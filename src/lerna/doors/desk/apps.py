"""The staff's door."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lerna.doors.desk"
    label = "desk"
