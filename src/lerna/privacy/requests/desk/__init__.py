"""What a member of staff needs to see of many requests, and to whom each is given (clauses 6.2, 6.8)."""
