"""Bringing courses in and out, as an app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "lerna.school.exchange"
    label = "exchange"
