"""What people write to the school: the forms and the words that every door has in common."""
