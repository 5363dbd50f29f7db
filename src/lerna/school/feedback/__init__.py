"""Comment, review, complaint. Comes with learning."""
