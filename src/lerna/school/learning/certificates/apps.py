"""Certificates as an app."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "lerna.school.learning.certificates"
    label = "certificates"
