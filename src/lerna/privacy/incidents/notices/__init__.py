"""What is said of an incident: to the authority on paper, to the people concerned by letter."""
