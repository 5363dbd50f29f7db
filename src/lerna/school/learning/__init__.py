"""Who studies what: enrollments, how far each has come, and what was earned. What is taught stands in the catalogue."""
