"""Keys: our own of each company, and the partners' that are pinned."""
