"""What stands in the evidence, in words for those who work here."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.lifecycle.exporting.journal import DONE

# The company's own acts, which no person's journal tells.
_OF_THE_COMPANY: Mapping[Operation, Promise] = {
    Operation.POLICY_PUBLISHED: _("Policy published"),
    Operation.DOCUMENT_APPROVED: _("Document approved"),
    Operation.LETTER_FAILED: _("Letter given up"),
    Operation.REQUEST_STEP: _("Step of a request"),
    Operation.INCIDENT_FOUND: _("Incident found"),
    Operation.INCIDENT_STEP: _("Step of an incident"),
    Operation.INCIDENT_REPORTED: _("Incident reported"),
    Operation.INCIDENT_CLOSED: _("Incident closed"),
    Operation.ACCESS_GRANTED: _("Staff let in"),
    Operation.ACCESS_REVOKED: _("Staff let out"),
    Operation.KEY_ROTATED: _("Key renewed"),
    Operation.KEY_DROPPED: _("Key thrown away"),
    Operation.RESTORED: _("Restored from a backup"),
}


def name_operation(operation: Operation) -> Promise | str:
    """What was done; the word of the ledger itself where nobody has put it otherwise yet."""
    return DONE.get(operation) or _OF_THE_COMPANY.get(operation) or operation.value
