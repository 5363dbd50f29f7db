"""The privacy officer's papers and proofs: how each clause is kept, the records that a law demands, the policy."""
