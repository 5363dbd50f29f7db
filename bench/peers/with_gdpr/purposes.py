"""The two ways in which a purpose of django-GDPR can end: found by itself, by this module's name."""

from dateutil.relativedelta import relativedelta
from gdpr.purposes.default import AbstractPurpose


class Destroy(AbstractPurpose):
    """The person's row goes, and by cascade the others."""

    name = "destroy"
    slug = "destroy"
    expiration_timedelta = relativedelta(years=3)
    fields = ("__SELF__",)


class Anonymize(AbstractPurpose):
    """Every value that says something is written over."""

    name = "anonymize"
    slug = "anonymize"
    expiration_timedelta = relativedelta(years=3)
    fields = (("profile", ("name",)), ("notes", ("text",)))
