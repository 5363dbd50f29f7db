"""The door for packages."""

from django.apps import AppConfig


class PlayerConfig(AppConfig):
    name = "lerna.doors.player"
    label = "player"
