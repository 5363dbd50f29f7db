"""A learner's works: written, handed in, and what was said of them."""
