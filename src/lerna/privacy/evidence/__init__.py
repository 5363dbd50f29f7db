"""The append-only ledger of what was done to personal data, sealed and signed."""
