"""Pages that leave the screen: as a file for paper."""
