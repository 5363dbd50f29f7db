"""`python -m lerna.config.cli`."""

import sys

from lerna.config.cli.main import main

sys.exit(main(sys.argv[1:]))
