"""What the software notices by itself: counted in slots of ten minutes, compared with the thresholds of a file."""
