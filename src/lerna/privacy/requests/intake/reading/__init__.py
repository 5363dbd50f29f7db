"""Bytes of a letter become text and marks; nothing here knows a table, and no bytes make it raise."""
