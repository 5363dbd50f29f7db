"""What is taught and learned; this wing never hears of money."""
