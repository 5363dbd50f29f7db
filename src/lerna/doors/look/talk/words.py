"""Topics of messages and matters of complaints in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.school.feedback.appeals.models import Matter, Topic

TOPICS: Mapping[str, Promise] = {
    Topic.QUESTION: _("I have a question"),
    Topic.FAULT: _("Something doesn't work"),
    Topic.IDEA: _("I have an idea"),
    Topic.THANKS: _("I want to say thanks"),
}
MATTERS: Mapping[str, Promise] = {
    Matter.TEACHING: _("How it is taught"),
    Matter.ACCESS: _("I paid and have no access"),
    Matter.REFUND: _("I want my money back"),
    Matter.STAFF: _("How the staff treated me"),
    Matter.OTHER: _("Something else"),
}
