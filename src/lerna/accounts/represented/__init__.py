"""People under 18 or without capacity: who acts for them in an account, until they do it themselves (clause 8.1-а)."""
