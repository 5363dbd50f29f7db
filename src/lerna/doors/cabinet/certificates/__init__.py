"""A learner's certificates: got, downloaded, shown to others or hidden."""
