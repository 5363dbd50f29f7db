"""The configuration as an app: its management commands and system checks."""

from django.apps import AppConfig
from django.core.signals import got_request_exception

from lerna.config.logs import log_failure


class ConfigConfig(AppConfig):
    name = "lerna.config"
    label = "lerna_config"

    def ready(self) -> None:
        """Connects the log of failures."""
        got_request_exception.connect(log_failure, dispatch_uid="lerna.config.logs")
