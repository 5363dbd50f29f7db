"""News of one's studies, the last days ahead, and a calendar that follows them."""
