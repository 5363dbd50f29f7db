"""A paper as a file: for spreadsheets, for word processors."""
