"""Incidents at the desk: the register, and one incident with everything that is done about it (8.3, 11.1)."""
