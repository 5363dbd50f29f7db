"""Letters to many, and statistics without identity."""
