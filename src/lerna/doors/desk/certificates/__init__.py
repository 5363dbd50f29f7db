"""Certificates at the desk: which were issued, and taking one back."""
