"""What a person with an account writes to the school, and what was answered."""
