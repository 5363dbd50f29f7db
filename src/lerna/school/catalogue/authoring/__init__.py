"""What authors change at the desk: a course's page, its outline, its runs; and what of it learners don't see yet."""
