"""Courses come in from folders and packages, and go out again."""
