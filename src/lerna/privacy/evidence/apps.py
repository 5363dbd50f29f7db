from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "lerna.privacy.evidence"
    label = "evidence"
