"""Doors: pages for one audience each. A door owns no tables and calls rooms."""
