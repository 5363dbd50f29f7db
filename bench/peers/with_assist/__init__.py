"""People as django-gdpr-assist has them."""
