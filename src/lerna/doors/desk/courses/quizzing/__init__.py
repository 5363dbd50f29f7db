"""A lesson's quiz as forms, a page for each question. What they write is the text that an author would have written."""
