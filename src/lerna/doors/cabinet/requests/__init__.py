"""Requests in the cabinet: all of them, a new one, and one with everything that was done about it."""
