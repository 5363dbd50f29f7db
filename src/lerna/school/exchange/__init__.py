"""Courses come in and go out: our own folders and other platforms' packages."""
