"""What people wrote to the school: complaints with their clock, messages of visitors and of learners."""
