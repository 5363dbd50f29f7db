"""Quizzes: attempts timed by the server, each step of an answer kept, marks that come from a pinned revision."""
