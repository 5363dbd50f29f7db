"""What people write to the school itself: messages by the feedback form, and consumers' claims with their clock."""
