"""A learner's courses: the outline, the lesson, and what is remembered of both."""
