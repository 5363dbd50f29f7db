"""Packages on their way in, as an app."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "lerna.school.exchange.arrivals"
    label = "arrivals"
