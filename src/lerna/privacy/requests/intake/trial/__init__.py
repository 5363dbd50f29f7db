"""Letters on which the reading is tried, and the table of what becomes of each."""
