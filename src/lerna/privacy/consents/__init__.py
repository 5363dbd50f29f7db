"""Consent: given with its proof, withdrawn, expired (clauses 4.1, 6.1, 6.3, 11.5)."""
