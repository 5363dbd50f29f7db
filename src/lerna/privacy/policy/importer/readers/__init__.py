"""Readers of files: bytes in, one text with lines out, whatever the kind of file."""
