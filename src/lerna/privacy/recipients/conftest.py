"""The casts of the rooms below serve here too."""

from lerna.privacy.consents.tests.conftest import agree, ask, companies, kerbez, newskills  # noqa: F401 -- fixtures
from lerna.privacy.subjects.conftest import register  # noqa: F401 -- likewise
