"""The day of the privacy officer on one page."""
