"""Lint of a policy: defects found by rules, one small function each, named in `rules.py`."""
