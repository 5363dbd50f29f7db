"""Enrollment, lesson, attempt, submission, progress, certificate. Comes with the catalogue."""
