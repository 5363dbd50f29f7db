"""Certificates of courses that were finished: what they say, and how anybody checks one."""
