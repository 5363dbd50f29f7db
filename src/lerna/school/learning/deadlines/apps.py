"""Deadlines as an app."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "lerna.school.learning.deadlines"
    label = "deadlines"
