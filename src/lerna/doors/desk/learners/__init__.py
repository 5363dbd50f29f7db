"""Learners at the desk: who studies in which run, enrolled and let go by a curator."""
