"""The catalogue as visitors see it: finding a course, reading what it really is, trying a lesson."""
