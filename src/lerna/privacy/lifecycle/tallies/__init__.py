"""Depersonalization: rows that end by their term are counted before they go, and read as statistics."""
