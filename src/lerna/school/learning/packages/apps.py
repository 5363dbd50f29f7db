"""Packages as an app."""

from django.apps import AppConfig


class PackagesConfig(AppConfig):
    name = "lerna.school.learning.packages"
    label = "packages"
