"""Courses come in as packages at the desk, with a report of what became of each part, and go out again."""
