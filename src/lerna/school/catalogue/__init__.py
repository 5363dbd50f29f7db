"""Program, course, run, offer."""
