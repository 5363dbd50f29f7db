"""How the questions of quizzes do, for whoever writes them: numbers, and nobody's name."""
