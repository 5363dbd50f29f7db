"""The cast of the rooms below serves here too."""

from lerna.privacy.consents.tests.conftest import agree, companies  # noqa: F401 -- fixtures
from lerna.privacy.recipients.tests.conftest import (  # noqa: F401 -- likewise
    aigerim,
    bank,
    bank_keys,
    fetching,
    hand_on,
    registers,
    reread,
)
from lerna.privacy.subjects.conftest import register  # noqa: F401 -- likewise
