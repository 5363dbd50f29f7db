"""Lerna: an online-course platform that keeps its privacy policy."""
