"""A learner at a quiz: its card in the lesson, an attempt, its result."""
