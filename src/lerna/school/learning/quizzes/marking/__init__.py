"""How an answer is read and what it is worth: values in, values out; no tables, no pages, no clock."""
