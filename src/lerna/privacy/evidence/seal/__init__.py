"""What makes entries evidence: trees over them, signed, chained, kept outside the database too, checked and proven."""
