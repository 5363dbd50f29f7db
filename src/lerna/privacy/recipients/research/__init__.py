"""Depersonalized figures for statistics and marketing research (law 94-V, art. 17(1))."""
