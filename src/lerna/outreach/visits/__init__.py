"""Cookie choice, and visit statistics that identify nobody. Comes with consents."""
