"""When something is due: every source's term side by side, and the one that rules."""
