"""What people demand about their data: received, verified, worked on, answered in time (clauses 6.2 to 6.8)."""
