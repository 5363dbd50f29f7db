"""The look that every door wears: page frame, components, brand style sheet, gallery. It owns no tables and no news."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "lerna.doors.look"
    label = "look"
