"""Questions of quizzes and what was answered, wherever they are shown."""
