"""How works and marks are spoken of, to learners and to curators alike."""
