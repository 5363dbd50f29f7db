"""The cast of the room of recipients serves here too."""

from lerna.privacy.recipients.tests.conftest import (  # noqa: F401 -- fixtures
    aigerim,
    boris,
    hand_on,
    left,
    registers,
    reread,
)
