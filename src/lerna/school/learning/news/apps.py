"""News as an app."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "lerna.school.learning.news"
    label = "news"
