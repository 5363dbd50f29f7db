"""Who asks: found by what they stated, shown by a code (clause 6.8)."""
