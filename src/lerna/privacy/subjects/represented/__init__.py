"""People under 18 or without capacity, and whoever acts for them (clauses 2.1, 8.1-а)."""
