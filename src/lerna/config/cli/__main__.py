"""`python -m lerna.config.cli`."""

import sys

from django.core.exceptions import ImproperlyConfigured

from lerna.config.cli.main import main
from lerna.config.launch.progress import Progress

try:
    sys.exit(main(sys.argv[1:]))
except ImproperlyConfigured as error:
    Progress().warn(str(error))
    sys.exit(1)
