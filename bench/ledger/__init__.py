"""What the benchmark of the ledger records, and who records it."""
