"""Words about certificates that several doors say."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.school.learning.certificates.models import Reason

REASONS: Mapping[str, Promise] = {
    Reason.REPLACED: _("It was replaced by a new one."),
    Reason.MISTAKE: _("It was issued by mistake."),
    Reason.RULES: _("The rules of study were broken."),
}
