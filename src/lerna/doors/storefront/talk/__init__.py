"""Writing to the school without an account: the feedback form and the complaint."""
