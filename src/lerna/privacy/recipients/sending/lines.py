"""Every kind of message, in the order in which a round sends them: what must be done before what is new."""

from lerna.privacy.recipients.duties.messages import DUTIES
from lerna.privacy.recipients.sending.outgoing import Line
from lerna.privacy.recipients.sending.transfers import TRANSFERS

LINES: tuple[Line, ...] = (DUTIES, TRANSFERS)  # type: ignore[type-arg]  # of two models
