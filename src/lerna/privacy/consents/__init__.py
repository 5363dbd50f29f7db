"""Consent: given with its proof, withdrawn, expired. Comes with subjects."""
