"""This room has no tables: marks are counted from results, each time anew."""
