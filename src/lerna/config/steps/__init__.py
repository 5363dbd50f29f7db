"""Steps that need Django: each a process of its own, as one database role, that tells its results as JSON."""
