"""Disclosures to state bodies and courts: by which law and document, what was given, who decided (clause 9.3)."""
