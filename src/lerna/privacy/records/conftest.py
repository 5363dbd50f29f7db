"""The casts of the rooms below serve here too."""

from lerna.privacy.consents.tests.conftest import agree, companies, kerbez, newskills  # noqa: F401 -- fixtures
from lerna.privacy.recipients.tests.conftest import (  # noqa: F401 -- likewise
    aigerim,
    bank,
    bank_keys,
    boris,
    hand_on,
    left,
    registers,
)
from lerna.privacy.subjects.conftest import register  # noqa: F401 -- likewise
