"""A course's folder as learners will see it, shown from its author's machine: nothing is stored, nobody is asked."""
