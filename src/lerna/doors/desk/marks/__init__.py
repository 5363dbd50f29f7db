"""The gradebook of a run, its export, and longer last days for one learner."""
