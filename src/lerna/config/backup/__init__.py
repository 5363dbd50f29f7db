"""Copies of both databases, and the way back, on which nobody who was erased returns."""
