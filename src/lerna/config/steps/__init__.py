"""Steps of a start that need Django: each is a process of its own, as one database role, and tells its results as JSON lines."""
