"""Paper: extracts that were made from the database, and what was done by hand without it (clauses 8.4-б, 8.4-д)."""
