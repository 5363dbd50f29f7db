"""The same page of applications as other software would have it: plain tables, no purpose, no key, no evidence."""
