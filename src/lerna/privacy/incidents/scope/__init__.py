"""Whose data an incident concerns: asked of the ledger, which knows every look, transfer and export."""
