"""Letters and SMS to many, to people with a provable consent. Comes with consents."""
