"""Applications: somebody asks to be called back, for consultation and nothing else (clause 7.1 а)."""
