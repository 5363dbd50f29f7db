"""Breaches: found, judged, told to the authority and the people in time. Comes with evidence."""
