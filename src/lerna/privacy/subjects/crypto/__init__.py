"""How a personal value is sealed, by which keys, and how it is found again without being read."""
