"""A new version of the policy and the people it touches: what stops, who is told, who agrees anew (11.4, 11.5)."""
