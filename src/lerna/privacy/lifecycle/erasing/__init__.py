"""The parts of an erasure: who is acted for, what goes and stays, the rows, the keys, the act."""
