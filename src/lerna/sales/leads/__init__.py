"""Applications and consultations of people who need no account. Comes with subjects."""
