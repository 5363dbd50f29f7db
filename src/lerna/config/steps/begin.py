"""How each step begins: Django set up, or one sentence about the setting that is wrong."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured


def set_up_django() -> None:
    """As `django.setup`; a wrong setting ends the process with its sentence instead of a traceback."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"✗ {error}")
