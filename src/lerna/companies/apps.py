from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "lerna.companies"
    label = "companies"
