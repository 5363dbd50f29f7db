"""The application that the web server runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# A page asks PostgreSQL some ten times, and each time it has its answer it waits until the thread that computes gives
# the interpreter up: by Python's usual five milliseconds a busy server's pages spend most of their time in that queue.
sys.setswitchinterval(0.0005)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerna.config.settings")

application = get_wsgi_application()
