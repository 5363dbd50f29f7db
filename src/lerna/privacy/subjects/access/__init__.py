"""What PostgreSQL is told about purposes: roles, column grants, row security and triggers, out of the data maps."""
