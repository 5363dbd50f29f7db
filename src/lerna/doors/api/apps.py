"""The door for machines."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "lerna.doors.api"
    label = "api"
