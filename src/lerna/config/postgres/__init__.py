"""The embedded PostgreSQL and the two database roles."""
