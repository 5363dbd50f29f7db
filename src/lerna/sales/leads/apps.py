"""Leads as an app."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "lerna.sales.leads"
    label = "leads"
