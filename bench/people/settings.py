"""The settings of an installation, with the benchmarks' own apps and the bare page."""

from lerna.config.settings import *  # noqa: F403
from lerna.config.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "people", "bare"]
ROOT_URLCONF = "bare.urls"
SILENCED_SYSTEM_CHECKS = ["lifecycle.E001"]  # nobody reads what is held of these people, so the tables have no names
LERNA_SITES_KEPT = 5  # as in production
