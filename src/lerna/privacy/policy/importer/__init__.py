"""Import of a company's existing policy: any file to the tree of `document.py`, words verbatim, no character lost."""
