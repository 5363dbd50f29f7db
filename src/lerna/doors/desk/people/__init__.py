"""Looking at one person: why comes first, then what that purpose sees, then what may be done (clauses 8.3, 11.1)."""
