"""People as django-GDPR has them."""
