"""By when what is to be done: last days, longer ones that a curator gave, and the calendar that follows them."""
