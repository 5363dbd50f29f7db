"""Courses at the desk: their page, outline, lessons, runs and files. Nobody's data stand here."""
