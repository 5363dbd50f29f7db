"""A member of staff says why before they see anything of a person; the person reads it (clauses 8.3, 11.1)."""
