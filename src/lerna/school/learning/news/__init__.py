"""What happened to a learner's studies: told on the site always, and by letter where they want it."""
