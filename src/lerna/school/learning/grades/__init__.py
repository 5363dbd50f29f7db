"""Marks: the final one from results by a course's grading, the gradebook of a run, and when a course is finished."""
